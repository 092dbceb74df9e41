import { defineErrors } from '@jumpseat/wire'

/** Why an outbound call was not made, or its answer not taken. No text repeats a path, a query or a resolved address. */
export const egressErrors = defineErrors({
  policyInvalid: {
    status: 500,
    code: 'EgressPolicyInvalid',
    message: "'{entry}' is neither a host name nor an address block.",
    fix: 'Write allowed places as a host name, an address, or a block such as 10.0.0.0/8.',
  },
  urlInvalid: {
    status: 400,
    code: 'EgressUrlInvalid',
    message: 'The address to call is not a valid absolute URL.',
    fix: 'Give a URL such as https://host.example/path.',
  },
  schemeRefused: {
    status: 400,
    code: 'EgressSchemeRefused',
    message: "Only http and https may be called, not '{scheme}'.",
    fix: 'Give an https URL.',
  },
  userinfoRefused: {
    status: 400,
    code: 'EgressUserinfoRefused',
    message: 'The URL carries a user name or a password.',
    fix: 'Remove the part before "@" and configure the credentials of the call instead.',
  },
  headerRefused: {
    status: 400,
    code: 'EgressHeaderRefused',
    message: "The header '{name}' may not be set on an outbound call, or its value is malformed.",
    fix: 'Remove the header: the connection itself sets it.',
  },
  addressRefused: {
    status: 403,
    code: 'EgressAddressRefused',
    message: "The host '{host}' leads to an address that may not be called ({kind}).",
    fix: 'If this place is meant to be reached, ask an administrator to add it to the allowed private places.',
  },
  unreachable: {
    status: 502,
    code: 'EgressUnreachable',
    message: "The host '{host}' could not be reached ({reason}).",
    fix: 'Check the host name, and that the service is up.',
  },
  untrusted: {
    status: 502,
    code: 'EgressUntrusted',
    message: "The certificate of '{host}' is not trusted ({reason}).",
    fix: 'Install the certificate authority of that service on this server, or correct the certificate.',
  },
  targetBusy: {
    status: 503,
    code: 'EgressTargetBusy',
    message: "The host '{host}' is being called {limit} times already, and too many calls wait.",
    fix: 'Try again later.',
  },
  bodyRefused: {
    status: 500,
    code: 'EgressBodyRefused',
    message: 'The body of an outbound call is of a kind that cannot be sent.',
    fix: 'Give text, bytes or form parameters.',
  },
  redirectRefused: {
    status: 502,
    code: 'EgressRedirectRefused',
    message: "The host '{host}' redirects in a way that is not followed: {reason}.",
    fix: 'Configure the final address instead of one that redirects.',
  },
  tooManyRedirects: {
    status: 502,
    code: 'EgressTooManyRedirects',
    message: 'The call was redirected more than {max} times.',
    fix: 'Configure the final address instead of one that redirects.',
  },
  encodingRefused: {
    status: 502,
    code: 'EgressEncodingRefused',
    message: "The host '{host}' answered in a content encoding that cannot be read ({encoding}).",
    fix: 'Have the service answer without compression, or with gzip or br.',
  },
  tooLarge: {
    status: 502,
    code: 'EgressTooLarge',
    message: "The answer of '{host}' is larger than {limit} bytes.",
    fix: 'Ask the service for less, or raise the limit.',
  },
  badAnswer: {
    status: 502,
    code: 'EgressBadAnswer',
    message: "The host '{host}' did not answer in valid HTTP ({reason}).",
    fix: 'Check that the address and the port belong to the service.',
  },
  timeout: {
    status: 504,
    code: 'EgressTimeout',
    message: "The host '{host}' did not answer completely within {ms} milliseconds.",
    fix: 'Try again later, or raise the time limit.',
  },
})
