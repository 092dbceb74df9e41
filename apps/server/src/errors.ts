import { defineErrors } from '@jumpseat/wire'

export const serverErrors = defineErrors({
  unknownSetting: {
    status: 500,
    code: 'UnknownSetting',
    message: "There is no setting '{name}' ({place}).",
    fix: '{nearest}',
  },
  environmentOnly: {
    status: 500,
    code: 'SettingEnvironmentOnly',
    message: "The setting '{name}' stands in {path}, and is taken from the environment only.",
    fix: 'Remove it there and set {variable}.',
  },
  wrongSetting: {
    status: 500,
    code: 'WrongSetting',
    message: "The setting '{name}' cannot be '{value}' ({place}): {reason}.",
    fix: '{describe}',
  },
  wrongConfigFile: {
    status: 500,
    code: 'WrongConfigFile',
    message: "The file '{path}' cannot be read as configuration: {reason}.",
    fix: 'Make it one JSON object; docs/reference/configuration.md lists the settings.',
  },
  needsTls: {
    status: 500,
    code: 'NeedsTls',
    message: "Plain HTTP on '{host}' would carry tokens in the clear beyond this machine.",
    fix: 'Serve TLS only with --https-port and --port off, keep --host on 127.0.0.1, or say --insecure when a proxy in front ends TLS.',
  },
  sampleIsForLoopback: {
    status: 500,
    code: 'SampleIsForLoopback',
    message: "--sample and --dev let anybody sign in as anybody, so they do not go with --host '{host}'.",
    fix: 'Leave --host at 127.0.0.1, or start without --sample and --dev.',
  },
  portInUse: {
    status: 500,
    code: 'PortInUse',
    message: 'Port {port} on {host} is taken by another program.',
    fix: 'Choose another with {flag}, or 0 for a free one.',
  },
  notSampleFolder: {
    status: 500,
    code: 'NotSampleFolder',
    message: "The data folder '{folder}' already holds the organisation '{name}'.",
    fix: 'Start without --sample, or choose another --data folder for the sample organisation.',
  },
  wrongHost: {
    status: 421,
    code: 'MisdirectedRequest',
    message: "This server does not answer for the host '{host}'.",
    fix: 'Use the address that the server printed, or add the host name to the setting hosts.',
  },
  crossSite: {
    status: 403,
    code: 'CrossSiteRequest',
    message: 'A change with a session cookie must come from a page of this server.',
    fix: 'Send the header "x-jumpseat: 1" from the same origin, or use an access token.',
  },
  signInFailed: {
    status: 400,
    code: 'SignInFailed',
    message: 'The sign-in could not be finished: {reason}.',
    fix: 'Start again from the sign-in page.',
  },
  welcomeCodeInvalid: {
    status: 400,
    code: 'WelcomeCodeInvalid',
    message: 'This link was used already, or it is too old.',
    fix: 'Ask an administrator for a new one; on the first start, restart the server to get one.',
  },
  weakPassword: {
    status: 400,
    code: 'WeakPassword',
    message: 'The password is too short.',
    fix: 'Choose at least 12 characters.',
  },
  operatorOnly: {
    status: 403,
    code: 'OperatorOnly',
    message: 'This call is for the operator of this server, on this machine.',
    fix: 'Run the jumpseat command as the user who owns the data folder.',
  },
  tokensAreForDevelopment: {
    status: 403,
    code: 'TokensAreForDevelopment',
    message: 'This server does not hand out tokens without a sign-in.',
    fix: 'Start it with --sample or --dev on a loopback address.',
  },
  unknownOrganisation: {
    status: 404,
    code: 'UnknownOrganisation',
    message: "There is no organisation '{name}' here.",
    fix: 'Use the tenant id or the domain of an organisation of this server.',
  },
  domainTaken: {
    status: 409,
    code: 'DomainTaken',
    message: "The domain '{domain}' belongs to an organisation of this server.",
    fix: 'Choose another domain.',
  },
  unknownPerson: {
    status: 404,
    code: 'UnknownPerson',
    message: "There is no person '{name}' in this organisation.",
    fix: 'Use a user principal name, for example {example}.',
  },
  unknownApp: {
    status: 404,
    code: 'UnknownApp',
    message: "There is no app '{name}' in this organisation.",
    fix: 'Use the display name or the client id of a registered app.',
  },
  scopeNotGranted: {
    status: 400,
    code: 'ScopeNotGranted',
    message: "The app '{app}' has no grant for the scope '{scope}'.",
    fix: 'Leave --scope away for all granted ones, or choose among: {granted}.',
  },
})
