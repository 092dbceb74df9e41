import { defineErrors } from '@jumpseat/wire'

// `status` is what the command ends with: 2 for a mistake in the words, 1 for the rest, and the shell's own numbers for
// a program that cannot be started.
export const cliErrors = defineErrors({
  unknownCommand: {
    status: 2,
    code: 'UnknownCommand',
    message: "There is no command '{word}'.",
    fix: '{nearest}See "jumpseat help".',
  },
  wrongWords: { status: 2, code: 'WrongWords', message: '{reason}', fix: '{nearest}Usage: {usage}' },
  noServer: {
    status: 1,
    code: 'NoServer',
    message: 'No running Jumpseat server was found ({reason}).',
    fix: 'Start one with "jumpseat serve --sample", or name its data folder with --data.',
  },
  serverElsewhere: {
    status: 1,
    code: 'ServerElsewhere',
    message: "The server of this data folder listens on '{host}', which is not an address of this machine alone.",
    fix: 'Start the server on 127.0.0.1: the operator token and the traffic of "run" never leave this machine.',
  },
  refused: { status: 1, code: 'Refused', message: '{message}', fix: '{fix}' },
  keptAppUnreadable: {
    status: 1,
    code: 'KeptAppUnreadable',
    message: "The file '{path}' does not hold the credentials of an app.",
    fix: 'Delete it; the next "jumpseat run" or "jumpseat app create" makes it anew.',
  },
  portNotServed: {
    status: 403,
    code: 'PortNotServed',
    message: "Only https on port 443 of '{host}' is served.",
    fix: 'Call it over https.',
  },
  proxyRefused: {
    status: 502,
    code: 'ProxyRefused',
    message: "Your proxy {proxy} answered {status} for '{place}'.",
    fix: 'Check HTTPS_PROXY and NO_PROXY of your own environment.',
  },
  proxyUnsupported: {
    status: 502,
    code: 'ProxyUnsupported',
    message: 'Your proxy {proxy} is not an http or https proxy.',
    fix: 'Set HTTPS_PROXY to an http proxy, or exempt the host with NO_PROXY.',
  },
  noSuchProgram: {
    status: 127,
    code: 'NoSuchProgram',
    message: "The program '{program}' was not found.",
    fix: 'Check its name and PATH.',
  },
  cannotStart: {
    status: 126,
    code: 'CannotStart',
    message: "The program '{program}' could not be started ({reason}).",
    fix: 'Check that the file may be executed.',
  },
})
