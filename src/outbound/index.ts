/**
 * Calls from this server to addresses that callers chose. Only public addresses are reached, and those that the
 * operator lists: the address is checked when the connection is made, so a name that changes its answer gains nothing.
 * Redirects are not followed, and answers are cut in size and time.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'

export interface OutboundLimits {
  /** The whole exchange, in milliseconds. */
  readonly timeoutMs: number
  /** Bytes of an answer that are read; the connection is closed after them. */
  readonly answerBytesMax: number
  /** Connections to one endpoint at once. */
  readonly connectionsPerEndpoint: number
}

export interface OutboundRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** What came back, or why nothing did. */
export type OutboundAnswer =
  | { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: string }
  | { readonly error: string }

export interface Outbound {
  readonly send: (request: OutboundRequest) => Promise<OutboundAnswer>
  /** What is wrong with an address before anything is sent, in a sentence; null when nothing is. */
  readonly problem: (url: string) => string | null
  readonly close: () => void
}

type Resolve = (
  hostname: string,
  options: LookupOptions,
  done: (error: NodeJS.ErrnoException | null, found: string | LookupAddress[], family?: number) => void,
) => void

/** The operator's list: addresses and networks, with commas between. Throws a sentence when one is neither. */
export function parseAllowed(text: string): BlockList {
  const list = new BlockList()
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address)
    const bits = Number(prefix)
    const most = family === 4 ? 32 : 128
    if (family === 0 || (prefix !== undefined && !(/^\d+$/.test(prefix) && bits <= most))) {
      throw new Error(`${entry} is neither an address nor a network, such as 127.0.0.1, ::1 or 10.0.0.0/8.`)
    }
    const kind = family === 4 ? 'ipv4' : 'ipv6'
    if (prefix === undefined) list.addAddress(address, kind)
    else list.addSubnet(address, bits, kind)
  }
  return list
}

/** Without the address, which only the operator should know where it stands behind a name. */
const notPublic = 'The address is not public; the operator can allow it with MUSTER_OUTBOUND_ALLOW.'

/** A host as `URL` writes it, without the brackets of an IPv6 address. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}

export function createOutbound(
  limits: OutboundLimits,
  allowed: BlockList,
  resolve: Resolve = dnsLookup as Resolve,
): Outbound {
  // The library complains about networks of another family than the address, so it is told addresses one by one.
  const permitted = new Set<string>()
  const permittedList: string[] = []
  const isAllowed = (address: string) => {
    const family = isIP(address)
    if (family === 0 || !allowed.check(address, family === 4 ? 'ipv4' : 'ipv6')) return false
    if (!permitted.has(address)) permittedList.push(address)
    permitted.add(address)
    return true
  }
  const isReachable = (address: string) => isAllowed(address) || isPublic(address)
  const lookup: Resolve = (hostname, options, done) =>
    resolve(hostname, options, (error, found, family) => {
      if (error !== null) return done(error, [])
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address)
      // One address that is not public among several is refused as if it were the only one.
      if (addresses.every(isReachable)) done(null, found, family)
      else done(new Error(notPublic), [])
    })
  const options = {
    keepAlive: true,
    maxSockets: limits.connectionsPerEndpoint,
    allowIPAddressList: permittedList,
    lookup,
  }
  const agents = {
    'http:': apart(new RequestFilteringHttpAgent(options)),
    'https:': apart(new RequestFilteringHttpsAgent(options)),
  }
  return {
    send: (request) => {
      const problem = problemOf(request.url)
      if (problem !== null) return Promise.resolve({ error: problem })
      const url = new URL(request.url)
      const host = hostOf(url)
      if (isIP(host) !== 0 && !isReachable(host)) return Promise.resolve({ error: notPublic })
      return exchange(request, url, url.protocol === 'https:' ? agents['https:'] : agents['http:'], limits)
    },
    problem: (text) => {
      const problem = problemOf(text)
      if (problem !== null) return problem
      const host = hostOf(new URL(text))
      return isIP(host) === 0 || isReachable(host)
        ? null
        : `The address ${host} is not public; the operator can allow it with MUSTER_OUTBOUND_ALLOW.`
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

/** One endpoint's connections are not another's, also on the same host: a slow one would hold them all. */
function apart<A extends http.Agent>(agent: A): A {
  const plain = agent.getName.bind(agent)
  agent.getName = (options) =>
    `${plain(options)}:${options !== undefined && 'endpoint' in options ? String(options.endpoint) : ''}`
  return agent
}

/** All of IPv6 that was ever given out; the rest, such as IPv4 written as `::127.0.0.1`, leads nowhere good. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether everybody on the internet could have this address. */
function isPublic(address: string): boolean {
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast)
}

/** What is wrong with the text of an address, wherever it leads. */
function problemOf(text: string): string | null {
  if (!URL.canParse(text)) return 'The address is not a URL, such as https://example.com/hook.'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'The address must begin with https:// or http://.'
  if (url.username !== '' || url.password !== '') return 'The address must not hold a user or a password.'
  return null
}

/** One request and its answer; whatever goes wrong is a sentence. */
function exchange(
  { method, headers, body }: OutboundRequest,
  url: URL,
  agent: http.Agent,
  limits: OutboundLimits,
): Promise<OutboundAnswer> {
  return new Promise((resolve) => {
    const { request: open } = url.protocol === 'https:' ? https : http
    const own = { method, agent, headers: { ...headers, ...lengthOf(body) }, endpoint: url.href }
    const request = open(url, own)
    const end = (answer: OutboundAnswer) => {
      clearTimeout(timer)
      resolve(answer)
    }
    const timer = setTimeout(() => {
      end({ error: `No answer within ${limits.timeoutMs / 1000} s.` })
      request.destroy()
    }, limits.timeoutMs)
    request.on('error', (error) => end({ error: sentenceOf(error) }))
    // Nobody asked for another protocol; without this the answer would be awaited to the end of its time.
    request.on('upgrade', (_response, socket) => {
      end({ error: 'The endpoint changed the protocol.' })
      socket.destroy()
    })
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const done = () => {
        const text = Buffer.concat(chunks).subarray(0, limits.answerBytesMax).toString('utf8')
        end({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size <= limits.answerBytesMax) return
        done()
        request.destroy()
      })
      response.on('end', done)
      response.on('error', (error) => end({ error: sentenceOf(error) }))
      // A connection that ends in the middle of an answer tells no status that could be trusted.
      response.on('aborted', () => end({ error: 'The connection ended before the answer did.' }))
    })
    request.end(body ?? undefined)
  })
}

function lengthOf(body: string | null): Readonly<Record<string, string>> {
  return body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }
}

/** Why no answer came, without what only the operator should know, such as which private address a name has. */
function sentenceOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  if (code !== null) return `No answer: ${code}.`
  return error.message === notPublic || /is not allowed/.test(error.message) ? notPublic : 'No answer.'
}
