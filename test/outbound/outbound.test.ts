/** Calls to addresses that callers chose: what must not be reached is not, and what answers cannot hurt. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, isIP, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutbound, type Outbound, type OutboundAnswer, parseAllowed } from '../../src/outbound/index.ts'
import { impossibleUrls, literalUrls, privateAnswers } from './hostile.ts'

const limits = { timeoutMs: 10_000, answerBytesMax: 1000, connectionsPerEndpoint: 8 }
const refusal = 'The address is not public; the operator can allow it with MUSTER_OUTBOUND_ALLOW.'

const closing: (() => void)[] = []
let sockets = 0
const count = () => {
  sockets += 1
}

beforeEach(() => {
  sockets = 0
  subscribe('net.client.socket', count)
})
afterEach(() => {
  unsubscribe('net.client.socket', count)
  for (const close of closing.splice(0)) close()
})

type Answers = (hostname: string) => readonly string[]

/** Everything of this server that reaches out, with a resolver of the test's own: no name is asked for outside. */
function outboundOf(allow: string, answers: Answers = () => [], more: Partial<typeof limits> = {}): Outbound {
  const outbound = createOutbound({ ...limits, ...more }, parseAllowed(allow), (hostname, options, done) => {
    const found = answers(hostname).map((address): LookupAddress => ({ address, family: isIP(address) }))
    setImmediate(() => respond(found, options, done))
  })
  closing.push(outbound.close)
  return outbound
}

function respond(
  found: LookupAddress[],
  options: LookupOptions,
  done: (error: NodeJS.ErrnoException | null, found: string | LookupAddress[], family?: number) => void,
): void {
  const [first] = found
  if (first === undefined) done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), [])
  else if (options.all === true) done(null, found)
  else done(null, first.address, first.family)
}

const post = (outbound: Outbound, url: string, body = '{}') =>
  outbound.send({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body })

async function listen(server: Server | ReturnType<typeof createTcpServer>, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  closing.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const endpoint = (listener: RequestListener, host = '127.0.0.1') => listen(createHttpServer(listener), host)

/** A server of bare bytes. */
function bytes(talk: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>()
  closing.push(() => {
    for (const socket of open) socket.destroy()
  })
  const server = createTcpServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    talk(socket)
  })
  return listen(server, '127.0.0.1')
}

/** Listens on every address of this machine, both families, and counts who comes. */
async function trap(): Promise<{ readonly port: number; readonly visits: () => number }> {
  let visits = 0
  const visit = (socket: Socket) => {
    visits += 1
    socket.destroy()
  }
  const port = await listen(createTcpServer(visit), '::')
  return { port, visits: () => visits }
}

/** An address that stands in a sentence would tell the caller what the operator's network looks like. */
const tellsAnAddress = (error: string) => /\d+\.\d+\.\d+\.\d+|::|[0-9a-f]+:[0-9a-f]+:/i.test(error)

function errorOf(answer: OutboundAnswer): string {
  if (!('error' in answer)) throw new Error(`there was an answer: ${answer.status}`)
  return answer.error
}

describe('what must not be reached', () => {
  test('there are at least 200 forms, each once', () => {
    const forms = new Set([...literalUrls, ...impossibleUrls])
    expect(forms.size).toBeGreaterThanOrEqual(200)
    expect(privateAnswers.length).toBeGreaterThanOrEqual(60)
  })

  test('no form of a private address is reached: no socket is made for it, and a webhook of it is refused', async () => {
    const outbound = outboundOf('')
    for (const url of literalUrls) {
      const answer = await post(outbound, url)
      // A form that is no URL at all is refused as such.
      const sentence = URL.canParse(url)
        ? refusal
        : 'The address is not a URL, such as https://example.com/hook.'
      expect(answer, url).toEqual({ error: sentence })
      expect(outbound.problem(url), url).not.toBeNull()
    }
    expect(sockets).toBe(0)
  })

  test('what is no address for a webhook is refused, to make and to send', async () => {
    const outbound = outboundOf('0.0.0.0/0,::/0', () => ['127.0.0.1'])
    for (const url of impossibleUrls) {
      expect(outbound.problem(url), url).toMatch(/^The address (is not a URL|must)/)
      expect(await post(outbound, url), url).toEqual({ error: outbound.problem(url) })
    }
    expect(sockets).toBe(0)
  })

  test.each(['http', 'https'])(
    'no name that leads to a private address is followed with %s',
    async (scheme) => {
      const { port, visits } = await trap()
      for (const [index, answers] of privateAnswers.entries()) {
        const outbound = outboundOf('', () => answers)
        const url = `${scheme}://name-${index}.example.com:${port}/`
        const answer = await post(outbound, url)
        expect(answer, answers.join()).toEqual({ error: refusal })
        expect(outbound.problem(url)).toBeNull()
      }
      expect(visits()).toBe(0)
    },
  )

  test.each([
    'localhost',
    'localhost.',
    'LOCALHOST',
    'a.localhost',
    'ip6-localhost',
    'metadata.google.internal',
  ])('the name %s is not followed where it leads inside', async (name) => {
    const { port, visits } = await trap()
    expect(
      await post(
        outboundOf('', () => ['127.0.0.1']),
        `http://${name}:${port}/`,
      ),
    ).toEqual({ error: refusal })
    expect(visits()).toBe(0)
  })

  test('a name that changes its answer gains nothing: each connection is checked by itself', async () => {
    const { port, visits } = await trap()
    let asked = 0
    // The first answer is public; it is in a net for documents that the operator allows, so nothing real is reached.
    const answers = () => {
      asked += 1
      return [asked === 1 ? '203.0.113.7' : '127.0.0.1']
    }
    const outbound = outboundOf('203.0.113.0/24', answers, { timeoutMs: 200 })
    const url = `http://rebinding.example.com:${port}/`
    expect(outbound.problem(url)).toBeNull()
    await post(outbound, url)
    expect(await post(outbound, url)).toEqual({ error: refusal })
    expect(asked).toBe(2)
    expect(visits()).toBe(0)
  })

  test('no sentence tells a private address that stands behind a name', async () => {
    const refused = await post(
      outboundOf('', () => ['10.1.2.3']),
      'http://inside.example.com/',
    )
    const unknown = await post(outboundOf(''), 'http://nobody.example.com/')
    const server = createTcpServer()
    const port = await listen(server, '127.0.0.1')
    await new Promise((resolve) => server.close(resolve))
    const closed = await post(
      outboundOf('127.0.0.1', () => ['127.0.0.1']),
      `http://closed.example.com:${port}/`,
    )
    expect([refused, unknown, closed].map(errorOf)).toEqual([
      refusal,
      'No answer: ENOTFOUND.',
      'No answer: ECONNREFUSED.',
    ])
    for (const answer of [refused, unknown, closed]) expect(tellsAnAddress(errorOf(answer))).toBe(false)
  })
})

describe('what the operator allows', () => {
  const ok: RequestListener = (_request, response) => response.end('here')

  test('an address is reached, by itself and by a name, and no other beside it', async () => {
    const port = await endpoint(ok, '0.0.0.0')
    const outbound = outboundOf('127.0.0.1', (name) => [name.startsWith('good') ? '127.0.0.1' : '127.0.0.2'])
    expect(outbound.problem(`http://127.0.0.1:${port}/`)).toBeNull()
    expect(outbound.problem(`http://127.0.0.2:${port}/`)).toContain('127.0.0.2 is not public')
    expect(await post(outbound, `http://127.0.0.1:${port}/`)).toMatchObject({ status: 200, body: 'here' })
    expect(await post(outbound, `http://2130706433:${port}/`)).toMatchObject({ status: 200 })
    expect(await post(outbound, `http://good.example.com:${port}/`)).toMatchObject({ status: 200 })
    expect(await post(outbound, `http://127.0.0.2:${port}/`)).toEqual({ error: refusal })
    expect(await post(outbound, `http://bad.example.com:${port}/`)).toEqual({ error: refusal })
    expect(await post(outbound, `http://[::ffff:127.0.0.2]:${port}/`)).toEqual({ error: refusal })
    expect(await post(outbound, `http://[::1]:${port}/`)).toEqual({ error: refusal })
  })

  test('a network is reached to its ends, and nothing beside it', async () => {
    const port = await endpoint(ok, '0.0.0.0')
    const outbound = outboundOf(' 127.1.2.0/30 , fd00::/8 ')
    for (const [host, isReached] of [
      ['127.1.2.0', true],
      ['127.1.2.3', true],
      ['127.1.2.4', false],
      ['127.1.1.255', false],
    ] as const) {
      const answer = await post(outbound, `http://${host}:${port}/`)
      expect(['status' in answer, outbound.problem(`http://${host}/`) === null]).toEqual([
        isReached,
        isReached,
      ])
    }
    expect(outbound.problem('http://[fd12::1]/')).toBeNull()
    expect(outbound.problem('http://[fc12::1]/')).not.toBeNull()
  })

  test('of IPv6 an address and a network work as well', async () => {
    const port = await endpoint(ok, '::1')
    const url = `http://[::1]:${port}/`
    expect(await post(outboundOf('::1'), url)).toMatchObject({ status: 200 })
    expect(await post(outboundOf('::/127'), url)).toMatchObject({ status: 200 })
    expect(
      await post(
        outboundOf('::1', () => ['::1']),
        `http://six.example.com:${port}/`,
      ),
    ).toMatchObject({
      status: 200,
    })
    expect(await post(outboundOf('::2,127.0.0.1'), url)).toEqual({ error: refusal })
  })

  test.each([
    '127.0.0.1/33',
    '::1/129',
    'localhost',
    '127.0.0.1/',
    '127.0.0',
    '1.2.3.4/x',
    '10.0.0.0/-1',
    '*',
  ])('%s is refused with a sentence', (text) => {
    expect(() => parseAllowed(text)).toThrow('is neither an address nor a network')
  })

  test.each([
    'https://example.com/hook',
    'http://example.com:8080/',
    'https://93.184.215.14/',
    'https://[2606:4700::1]/',
  ])('%s may be made without it', (url) => {
    expect(outboundOf('').problem(url)).toBeNull()
  })
})

describe('what answers', () => {
  test('a redirect is an answer, and is not followed', async () => {
    let visits = 0
    const port = await endpoint((request, response) => {
      visits += 1
      response.writeHead(request.url === '/' ? 307 : 200, { location: '/elsewhere' }).end()
    })
    expect(await post(outboundOf('127.0.0.1'), `http://127.0.0.1:${port}/`)).toMatchObject({
      status: 307,
      headers: { location: '/elsewhere' },
    })
    expect(visits).toBe(1)
  })

  test('what was asked for arrives, byte for byte', async () => {
    const seen: unknown[] = []
    const port = await endpoint((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const { host, connection, ...headers } = request.headers
        seen.push(request.method, headers, Buffer.concat(parts).toString())
        response.end()
      })
    })
    await post(outboundOf('127.0.0.1'), `http://127.0.0.1:${port}/`, '{"ä":"😀"}')
    const headers = { 'content-type': 'application/json', 'content-length': '13' }
    expect(seen).toEqual(['POST', headers, '{"ä":"😀"}'])
  })

  test('an endless answer is cut, and its connection closed', async () => {
    const closed = Promise.withResolvers<void>()
    const port = await endpoint((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(1000)));
      }
      response.on('drain', more)
      response.on('close', closed.resolve)
      more()
    })
    const answer = await post(outboundOf('127.0.0.1'), `http://127.0.0.1:${port}/`)
    expect(answer).toMatchObject({ status: 200, body: 'x'.repeat(1000) })
    await closed.promise
  })

  const silent: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['says nothing', () => undefined],
    ['stops within the headers', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-')],
    ['stops within the body', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab')],
    [
      'says one byte at a time without an end',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
        const timer = setInterval(() => socket.write('x'), 10)
        socket.on('close', () => clearInterval(timer))
      },
    ],
    ['says 102 and no more', (socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n')],
  ]
  test.each(silent)('one that %s ends in the time limit', async (_what, talk) => {
    const port = await bytes(talk)
    const answer = await post(
      outboundOf('127.0.0.1', () => [], { timeoutMs: 150 }),
      `http://127.0.0.1:${port}/`,
    )
    expect(answer).toEqual({ error: 'No answer within 0.15 s.' })
  })

  const broken: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['resets the connection', (socket) => void socket.once('data', () => socket.resetAndDestroy())],
    ['closes it at once', (socket) => socket.end()],
    ['speaks something else', (socket) => void socket.end('220 mail.example.com ESMTP\r\n')],
    ['ends within the body', (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab')],
    [
      'says headers without an end',
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(20_000)}`),
    ],
    [
      'changes the protocol',
      (socket) =>
        void socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
  ]
  test.each(broken)('one that %s is told as no answer, and the next call goes on', async (_what, talk) => {
    const port = await bytes(talk)
    const well = await endpoint((_request, response) => response.end())
    const outbound = outboundOf('127.0.0.1', () => [], { timeoutMs: 5000 })
    expect(errorOf(await post(outbound, `http://127.0.0.1:${port}/`))).toMatch(
      /^(No answer: |The connection ended|The endpoint changed)/,
    )
    expect(await post(outbound, `http://127.0.0.1:${well}/`)).toMatchObject({ status: 200 })
  })

  test('one that holds all its connections holds nobody else up, also on the same host', async () => {
    const port = await endpoint((request, response) => {
      if (request.url !== '/slow') response.end()
    })
    const outbound = outboundOf('127.0.0.1', () => [], { timeoutMs: 5000 })
    const slow = Array.from({ length: 20 }, () => post(outbound, `http://127.0.0.1:${port}/slow`))
    expect(await post(outbound, `http://127.0.0.1:${port}/quick`)).toMatchObject({ status: 200 })
    for (const answer of await Promise.all(slow)) expect(errorOf(answer)).toMatch(/^No answer within/)
  })
})
