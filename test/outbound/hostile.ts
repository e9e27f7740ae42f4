/** Addresses that a webhook must never reach, in every way of writing them that is known to have fooled a server. */

/** Of each net that is not everybody's: one address, or its ends. */
export const privateV4 = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1'],
  ...['127.1.2.3', '127.255.255.255', '169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
  ...['192.0.0.1', '192.0.0.170', '192.0.2.1', '192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1'],
  ...['198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1'],
  ...['255.255.255.254', '255.255.255.255'],
]

const octets = (address: string) => address.split('.').map(Number)
const numberOf = (address: string) => octets(address).reduce((sum, octet) => sum * 256 + octet, 0)
const hex = (value: number, width = 0) => value.toString(16).padStart(width, '0')

/** One IPv4 address as browsers and `inet_aton` read it: decimal, hexadecimal, octal, short and mixed. */
export function spellings(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = octets(address)
  const value = numberOf(address)
  return [
    address,
    `${address}.`,
    String(value),
    `0x${hex(value)}`,
    `0X${hex(value).toUpperCase()}`,
    `0${value.toString(8)}`,
    `${a}.${b * 65_536 + c * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    [a, b, c, d].map((octet) => `0x${hex(octet)}`).join('.'),
    [a, b, c, d].map((octet) => `0${octet.toString(8)}`).join('.'),
    [a, b, c, d].map((octet) => `000${octet.toString(8)}`).join('.'),
    `0x${hex(a)}.${b}.0${c.toString(8)}.${d}`,
    // Digits and full stops of other scripts, which a URL reads as ours; and percent-encoded.
    [...address].map((sign) => (sign === '.' ? '。' : sign)).join(''),
    [...address].map((sign) => (sign === '.' ? '．' : sign)).join(''),
    [...address].map((sign) => (sign === '.' ? '.' : String.fromCodePoint(0xff10 + Number(sign)))).join(''),
    [...address].map((sign) => (sign === '.' ? '%2e' : sign)).join(''),
    [...address].map((sign) => `%${hex(sign.charCodeAt(0), 2)}`).join(''),
  ]
}

/** One IPv4 address inside of IPv6. */
export function embedded(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = octets(address)
  const high = hex(a * 256 + b)
  const low = hex(c * 256 + d)
  return [
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `::${address}`,
    `::${high}:${low}`,
    `::ffff:0:${address}`,
    `64:ff9b::${address}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `2001:0:${high}:${low}::1`,
  ]
}

export const privateV6 = [
  ...['::', '::1', '0:0:0:0:0:0:0:1', '0000:0000:0000:0000:0000:0000:0000:0001', '::2', '100::1', '1::1'],
  ...['fc00::1', 'fd00::1', 'fd12:3456:789a::1', 'fdff:ffff::1', 'fe80::1', 'fe80::a9fe:a9fe', 'febf::1'],
  ...['fec0::1', 'feff::1', 'ff00::1', 'ff02::1', 'ff0e::1', '2001:db8::1', '2001:2::1', '2001:10::1'],
  ...['2001:20::1', '3fff::1', '5f00::1', '4000::1', 'e000::1', 'fd00:ec2::254'],
]

const metadata = '169.254.169.254'

/** Everything that is refused before a name is asked for: hosts that are addresses. */
export const literalUrls: readonly string[] = [
  ...privateV4.map((address) => `http://${address}/`),
  ...['127.0.0.1', '10.0.0.1', metadata, '0.0.0.0'].flatMap((address) =>
    spellings(address).map((host) => `http://${host}/latest/meta-data/`),
  ),
  ...['127.0.0.1', metadata, '192.168.1.1'].flatMap((address) =>
    embedded(address).flatMap((host) => [`http://[${host}]/`, `https://[${host.toUpperCase()}]:8443/`]),
  ),
  ...privateV6.map((address) => `http://[${address}]/`),
  ...[
    '127.1',
    '127.0.1',
    '0',
    '0x0',
    '00',
    '0x7f.1',
    '0177.1',
    '2130706433',
    '017700000001',
    '0x7F000001',
  ].map((host) => `http://${host}/`),
  ...[1, 22, 25, 80, 443, 6379, 8080, 65_535].map((port) => `http://127.0.0.1:${port}/`),
  ...['http:127.0.0.1', 'http:/127.0.0.1', 'http:\\\\127.0.0.1\\', 'HTTP://127.0.0.1', 'ht\ntp://127.0.0.1/'],
  ...['http://127.0.0.1#@example.com/', 'http://127.0.0.1?@example.com/', 'http://127.0.0.1\\@example.com/'],
  ...[
    'http://127.0.0.1\t/',
    'http://127.0.0.\n1/',
    ' http://127.0.0.1/ ',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0｡0．1/',
  ],
]

/** What is no address of a webhook at all, wherever it leads. */
export const impossibleUrls: readonly string[] = [
  ...['http://user@example.com/', 'http://user:pass@example.com/', 'https://:pass@example.com/'],
  ...['http://example.com@127.0.0.1/', 'http://127.0.0.1@example.com/', 'http://%31@example.com/'],
  ...[
    'file',
    'ftp',
    'gopher',
    'dict',
    'ldap',
    'tftp',
    'ws',
    'wss',
    'jar',
    'netdoc',
    'smb',
    'ssh',
    'unix',
  ].map((scheme) => `${scheme}://127.0.0.1/`),
  ...['file:///etc/passwd', 'data:text/plain,hello', 'javascript:alert(1)', 'blob:http://example.com/x'],
  ...['', ' ', '/', '//127.0.0.1/', '127.0.0.1', 'http://', 'http://[', 'http://[::1', 'http://[::1%25lo]/'],
  ...[
    'http://127.0.0.256/',
    'http://1.2.3.4.5/',
    'http://0x100000000/',
    'http://127.0.0.1:65536/',
    'http://a b/',
  ],
  ...['http://[::ffff:127.0.0.1.]/', 'http://[v1.::1]/', 'http://exa%00mple.com/', 'http://ex^ample.com/'],
]

/** What a resolver answers for a name that must not be followed. */
export const privateAnswers: readonly (readonly string[])[] = [
  ...privateV4.map((address) => [address]),
  ...privateV6.map((address) => [address]),
  ...embedded('127.0.0.1').map((address) => [address]),
  ['fe80::1%lo'],
  // A public address beside a private one: which of them would be reached is not for the resolver to say.
  ['93.184.215.14', '127.0.0.1'],
  ['127.0.0.1', '93.184.215.14'],
  ['2606:2800:21f:cb07::1', '::1'],
  ['93.184.215.14', '::ffff:127.0.0.1'],
]
