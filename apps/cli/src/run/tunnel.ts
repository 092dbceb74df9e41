import { type OutgoingHttpHeaders, request as plainRequest, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { cliErrors } from '../errors.ts'
import { hostOf } from '../folder.ts'

/** A byte stream to `host:port`: direct, or through `proxy` with CONNECT. */
export function openTunnel(host: string, port: number, proxy: URL | undefined): Promise<Duplex> {
  return proxy === undefined ? direct(host, port) : throughProxy(host, port, proxy)
}

function direct(host: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

function throughProxy(host: string, port: number, proxy: URL): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
    const headers = { host: place, ...proxyCredentials(proxy) }
    const request = requestTo(proxy, { method: 'CONNECT', path: place, headers })
    const refused = (status = 0) => reject(cliErrors.proxyRefused({ proxy: proxy.host, status, place }))
    request.once('error', reject)
    request.once('connect', (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy()
        return refused(response.statusCode)
      }
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    request.once('response', (response) => {
      response.destroy()
      refused(response.statusCode)
    })
    request.end()
  })
}

/** A request that the user's own proxy is to answer. */
export function requestTo(proxy: URL, wanted: { method: string; path: string; headers: OutgoingHttpHeaders }) {
  const isSecure = proxy.protocol === 'https:'
  if (!isSecure && proxy.protocol !== 'http:')
    throw cliErrors.proxyUnsupported({ proxy: `${proxy.protocol}//${proxy.host}` })
  const options: RequestOptions = {
    ...wanted,
    host: hostOf(proxy),
    port: proxy.port || (isSecure ? 443 : 80),
    agent: false,
    setHost: false,
  }
  return (isSecure ? secureRequest : plainRequest)(options)
}

export function proxyCredentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}
