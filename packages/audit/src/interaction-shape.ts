import type { Interaction } from './types.ts'

/** The record as audit tools know it. Contract: publishing-and-governance 6.8, `CopilotInteraction`. */
export function auditRecordOf(interaction: Interaction): object {
  const { agent, model } = interaction
  return {
    Id: interaction.interactionId,
    CreationTime: new Date(interaction.at).toISOString().slice(0, 19),
    Operation: 'CopilotInteraction',
    RecordType: 261,
    Workload: 'Copilot',
    OrganizationId: interaction.tenantId,
    UserId: interaction.person.name,
    UserKey: interaction.person.id,
    UserType: 0,
    ...(interaction.address === undefined ? {} : { ClientIP: interaction.address }),
    AppIdentity: interaction.surface,
    ...(agent === undefined ? {} : { AgentId: agent.id, AgentName: agent.name, AgentVersion: agent.version }),
    CopilotLogVersion: '1.0.0.0',
    CopilotEventData: {
      AppHost: 'BizChat',
      ThreadId: interaction.conversationId,
      Contexts: [],
      Messages: interaction.messages.map(({ id, isPrompt, jailbreakDetected }) => ({
        Id: id,
        isPrompt,
        ...(isPrompt ? { JailbreakDetected: jailbreakDetected } : {}),
      })),
      AccessedResources: interaction.resources.map((resource) => ({
        ID: resource.id,
        Name: resource.name,
        Type: resource.type,
        ...(resource.url === undefined ? {} : { SiteUrl: resource.url }),
        Action: resource.action,
        Status: resource.status,
        SensitivityLabelId: resource.sensitivityLabelId,
        XPIADetected: resource.xpiaDetected,
        PolicyDetails: [],
      })),
      AISystemPlugin: interaction.functions.map(({ id, name, plugin, outcome }) => ({
        Id: name,
        Name: plugin,
        FunctionId: id,
        Outcome: outcome,
      })),
      ModelTransparencyDetails: model === undefined ? [] : [{ ModelName: model }],
      ...(interaction.outcome === undefined ? {} : { Outcome: interaction.outcome }),
    },
  }
}
