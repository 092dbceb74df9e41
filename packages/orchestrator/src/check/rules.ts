// Table of rules. They are plain and few on purpose: what protects is the closed system around the model, not the words.
import type { CheckMoment, Verdict } from './types.ts'

interface Rule {
  readonly category: 'harm' | 'jailbreak' | 'injection'
  readonly pattern: RegExp
  readonly reason?: string
}

const HOW = '(?:how (?:do|can|to|would)|steps|instructions|recipe|guide|help me|teach me|explain)'

// contract: plugins-and-packages 7.8, publishing-and-governance REQ-60
export const RULES: readonly Rule[] = [
  {
    category: 'harm',
    pattern: new RegExp(
      `${HOW}[^.?!]{0,60}\\b(?:build|make|assemble|construct)\\b[^.?!]{0,40}\\b(?:pipe ?bomb|bomb|explosive device|nerve agent|chemical weapon|bioweapon)`,
      'i',
    ),
    reason: 'it asks for help to hurt people',
  },
  {
    category: 'harm',
    pattern:
      /\b(?:kill|hurt|harm|poison|stab|shoot) (?:my|a|an|the|some) ?(?:wife|husband|neighbou?r|colleague|boss|child|person|people|family)\b/i,
    reason: 'it asks for help to hurt people',
  },
  {
    category: 'harm',
    pattern: /\b(?:kill myself|end my (?:own )?life|commit suicide|hurt myself|self[- ]harm)\b/i,
    reason: 'it speaks of self-harm; please talk to someone near you or to a local emergency line',
  },
  {
    category: 'harm',
    pattern: /\b(?:sexual|nude|erotic)\b[^.?!]{0,40}\b(?:child|children|minor|underage)\b/i,
    reason: 'it asks for something that is never made',
  },
  {
    category: 'jailbreak',
    pattern:
      /\b(?:ignore|disregard|forget|override)\b[^.?!\n]{0,40}\b(?:previous|prior|above|earlier|all|your|system)\b[^.?!\n]{0,30}\b(?:instruction|rule|prompt|guideline|polic)/i,
  },
  {
    category: 'jailbreak',
    pattern:
      /\b(?:you are now|act as|pretend to be|enter)\b[^.?!\n]{0,30}\b(?:dan|developer mode|jailbroken|unrestricted|without (?:any )?(?:rules|restrictions|filters))/i,
  },
  {
    category: 'jailbreak',
    pattern:
      /\b(?:reveal|print|show|repeat)\b[^.?!\n]{0,30}\b(?:system prompt|hidden instructions|initial instructions)\b/i,
  },
  {
    category: 'injection',
    pattern:
      /\b(?:ignore|disregard|forget|override)\b[^.?!\n]{0,60}\b(?:instruction|rule|prompt|guideline|polic|above|previous)/i,
  },
  { category: 'injection', pattern: /\b(?:system|assistant|developer) ?(?:message|prompt|note|instruction)s? ?:/i },
  {
    category: 'injection',
    pattern: /<\/?(?:system|assistant|instructions?|tool|function|sources?|user)\b|\[\/?INST\]|<\|im_(?:start|end)\|>/i,
  },
  {
    category: 'injection',
    pattern:
      /\b(?:you|the assistant|ai|copilot|model) (?:must|should|shall|need to|have to|will now)\b[^.?!\n]{0,80}\b(?:call|invoke|run|send|post|fetch|include|append|add|embed|render|display|reply|respond|click|open|visit|forward|delete|email|use)\b/i,
  },
  {
    category: 'injection',
    pattern:
      /\b(?:when|if|before|after) (?:you )?(?:summari[sz]|answer|respond|reply)[^.?!\n]{0,80}\b(?:include|append|add|call|send|link|image)\b/i,
  },
  {
    category: 'injection',
    pattern:
      /\b(?:do not|don't|never) (?:tell|mention|inform|reveal|ask)\b[^.?!\n]{0,30}\b(?:user|person|human|reader|anyone|confirmation)\b/i,
  },
  { category: 'injection', pattern: /!\[[^\]]*\]\s*[([]|\bsrc\s*=\s*["']?https?:|\[[^\]]+\]:\s*https?:/i },
]

// Jailbreaks are told and counted, not refused: a false alarm would cost a person an answer and gain nothing, since no
// words in a prompt lift what holds a call back.
const LOOKED_AT: Readonly<Record<CheckMoment, readonly Rule['category'][]>> = {
  agent: ['harm'],
  prompt: ['harm', 'jailbreak'],
  tool: ['injection'],
  source: ['injection'],
  answer: ['harm'],
}

/** The rules that come with the server. */
export function ruleChecker(moment: CheckMoment, text: string): Verdict {
  const wanted = LOOKED_AT[moment]
  const hits = RULES.filter(({ category, pattern }) => wanted.includes(category) && pattern.test(text))
  return {
    refusal: hits.find(({ category }) => category === 'harm')?.reason,
    isJailbreak: hits.some(({ category }) => category === 'jailbreak'),
    isInjection: hits.some(({ category }) => category === 'injection'),
  }
}
