import { defineErrors } from '@jumpseat/wire'

export const orchestratorErrors = defineErrors({
  conversationNotFound: {
    status: 404,
    code: 'ConversationNotFound',
    message: 'There is no such conversation.',
    fix: 'List your conversations, or begin a new one.',
  },
  turnNotFound: {
    status: 404,
    code: 'TurnNotFound',
    message: 'There is no such turn in this conversation.',
    fix: 'Read the conversation again.',
  },
  conversationBusy: {
    status: 409,
    code: 'ConversationBusy',
    message: 'The last question of this conversation is still being answered.',
    fix: 'Wait for the answer, or stop it first.',
  },
  notWaiting: {
    status: 409,
    code: 'NotWaitingForConfirmation',
    message: 'Nothing in this turn waits for a decision.',
    fix: 'Read the turn again: it was decided already, or it ended.',
  },
  notLastTurn: {
    status: 409,
    code: 'NotLastTurn',
    message: 'Only the last turn of a conversation can be asked again.',
    fix: 'Edit the prompt instead: what came after it is removed.',
  },
  promptMissing: {
    status: 400,
    code: 'BadRequest',
    message: 'The text of the message is missing.',
    fix: 'Send {member} with at least one character.',
  },
  promptTooLong: {
    status: 400,
    code: 'BadRequest',
    message: 'The text of the message is longer than {limit} characters.',
    fix: 'Send a shorter text.',
  },
  timeZoneInvalid: {
    status: 400,
    code: 'BadRequest',
    message: 'locationHint.timeZone is missing or not known.',
    fix: 'Send an IANA time zone, for example Europe/Oslo.',
  },
  requestInvalid: { status: 400, code: 'BadRequest', message: '{reason}', fix: '{fix}' },
  agentNotFound: {
    status: 404,
    code: 'AgentNotFound',
    message: "There is no agent '{id}' that you may use.",
    fix: 'List the agents that you may use.',
  },
  appNotFound: {
    status: 404,
    code: 'AppNotFound',
    message: "There is no installed app '{id}'.",
    fix: 'List the installed apps.',
  },
  packageRefused: {
    status: 422,
    code: 'PackageRefused',
    message: 'The package cannot be installed: {reason}.',
    fix: 'Correct the package; the details name each place.',
  },
  toolNotHeld: {
    status: 409,
    code: 'ToolNotHeld',
    message: "No tool '{name}' in this definition waits to be accepted.",
    fix: 'Ask the server again, and look at the tool as it is now.',
  },
  tooManyApps: {
    status: 409,
    code: 'TooManyApps',
    message: 'The organisation has {limit} apps installed, which is the limit.',
    fix: 'Remove an app, or raise orchestrator.installedApps.',
  },
  refused: {
    status: 400,
    code: 'PromptRefused',
    message: 'This request cannot be answered: {reason}.',
    fix: 'Ask something else.',
  },
  modelFailed: {
    status: 502,
    code: 'ModelFailed',
    message: "The model '{model}' did not answer: {reason}.",
    fix: 'Try again. If it happens again, ask an administrator to look at the model in the settings.',
  },
  modelUnknown: {
    status: 500,
    code: 'ModelUnknown',
    message: "There is no model '{model}' in the settings.",
    fix: 'Add it to orchestrator.models, or choose another one.',
  },
  modelUnfit: {
    status: 500,
    code: 'ModelUnfit',
    message: "The model '{model}' cannot be used: {reason}.",
    fix: 'Correct its entry in orchestrator.models.',
  },
  budgetSpent: {
    status: 422,
    code: 'TurnBudgetSpent',
    message: 'The answer was ended: {reason}.',
    fix: 'Ask for less at once, or ask an administrator to raise the limits of a turn.',
  },
  failed: {
    status: 500,
    code: 'TurnFailed',
    message: 'Sorry, I was not able to respond.',
    fix: 'Try again. If it happens again, give the id of the turn to an administrator.',
  },
})
