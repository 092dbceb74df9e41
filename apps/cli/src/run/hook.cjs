// Loaded into every Node process below `jumpseat run`, by NODE_OPTIONS. Plain CommonJS that Node 18 can read.
// Connections to the hosts in JUMPSEAT_RUN go to the local TLS port; those hosts are never reached otherwise.
'use strict'
const net = require('node:net')

const settings = read(process.env.JUMPSEAT_RUN)
const installed = Symbol.for('jumpseat.run.hook')

if (!net.Socket.prototype[installed]) {
  const connect = net.Socket.prototype.connect
  Object.defineProperty(net.Socket.prototype, installed, { value: true })
  net.Socket.prototype.connect = function (...args) {
    const place = placeOf(args)
    if (place === undefined || !isListed(place.host)) return connect.apply(this, args)
    if (Number(place.port) !== 443 || settings.port === undefined) return refuse(this, place)
    return connect.apply(this, redirected(args))
  }
}

function read(text) {
  try {
    const { hosts, host, port } = JSON.parse(text)
    return { hosts: new Set(hosts), host, port }
  } catch {
    // Started below `jumpseat run` but without its settings: every Microsoft host is refused rather than reached.
    return { hosts: new Set(), isClosed: true }
  }
}

function isListed(host) {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (settings.isClosed)
    return /(^|\.)(microsoft\.(com|us)|microsoftonline\.(com|us)|windows\.net|chinacloudapi\.cn)$/.test(name)
  return settings.hosts.has(name)
}

// The ways to call connect: (options), (port, host), (path), and the array that net.connect makes of them.
function placeOf([first, second]) {
  const options = Array.isArray(first) ? first[0] : first
  if (typeof options === 'object' && options !== null) {
    return typeof options.host === 'string' && !options.path ? { host: options.host, port: options.port } : undefined
  }
  return typeof second === 'string' ? { host: second, port: first } : undefined
}

function redirected(args) {
  const [first, ...rest] = args
  const target = { host: settings.host, port: settings.port }
  const move = (options) => {
    const { lookup, family, hints, localAddress, localPort, ...kept } = options
    return { ...kept, ...target }
  }
  if (Array.isArray(first)) {
    first[0] = move(first[0])
    return args
  }
  if (typeof first === 'object') return [move(first), ...rest]
  return [target.port, target.host, ...rest.slice(1)]
}

function refuse(socket, { host, port }) {
  const message = settings.isClosed ? 'its settings are missing' : `only port 443 of this host is served, not ${port}`
  const error = Object.assign(new Error(`connect to ${host} refused by jumpseat run: ${message}`), {
    code: 'ECONNREFUSED',
  })
  process.nextTick(() => socket.destroy(error))
  return socket
}
