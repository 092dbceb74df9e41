/**
 * The hosts that unchanged clients speak to and that this server stands in for: Graph and the sign-in service of the
 * public cloud and of the national clouds. One list for the certificate, for `jumpseat run` and for the guides.
 * Contract: connectors 8.4
 */
export const MICROSOFT_HOSTS = [
  'graph.microsoft.com',
  'canary.graph.microsoft.com',
  'graph.microsoft.us',
  'dod-graph.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
  'login.microsoftonline.com',
  'login.microsoft.com',
  'login.windows.net',
  'sts.windows.net',
  'login.microsoftonline.us',
  'login.chinacloudapi.cn',
] as const
