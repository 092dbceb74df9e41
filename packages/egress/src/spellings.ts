// Table: ways to write an address that must not be called. Used by tests only.
// Sources: the URL Standard's host parser, RFC 3986 7.4, RFC 6943 3.1.1, and published bypasses of address filters.

/** Hosts, as they stand in a URL between `//` and the port. */
export interface Spellings {
  readonly what: string
  /** The code of the refusal; both where a parser may rightly refuse before an address is seen. */
  readonly codes: readonly string[]
  readonly hosts: readonly string[]
}

const ADDRESS = ['EgressAddressRefused']
const URL = ['EgressUrlInvalid']

export const SPELLINGS: readonly Spellings[] = [
  {
    what: 'loopback in dotted decimal, short and padded',
    codes: ADDRESS,
    hosts: [
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '127.0.0.1.',
      '127.1.',
      '127.0.0.0',
      '127.0.0.2',
      '127.255.255.255',
    ].concat(['127.127.127.127', '127.8.8.8', '127.65535', '127.0.65535', '127.16777215', '127.000.000.001']),
  },
  {
    what: 'loopback in octal',
    codes: ADDRESS,
    hosts: ['0177.0.0.1', '0177.1', '0177.0.1', '00177.0.0.1', '0000177.0.0.1', '0177.0000.0000.0001', '0177.0.0.01']
      .concat(['017700000001', '0017700000001', '00000017700000001', '0177.00.00.01', '0177.0.0.1.', '017700000001.'])
      .concat(['0177.0.01', '0177.0.0x1', '0177.0x0.0.1', '0177.000001']),
  },
  {
    what: 'loopback in hexadecimal',
    codes: ADDRESS,
    hosts: ['0x7f.0.0.1', '0x7f.1', '0x7f.0.1', '0x7f000001', '0X7F000001', '0x7F.0x0.0x0.0x1', '0x7f.0x00.0x00.0x01']
      .concat([
        '0x000000007f000001',
        '0x7f.0.0.1.',
        '0x7f000001.',
        '0X7f.0X0.0X0.0X1',
        '0x7f.0x0.0.01',
        '0x7f.0x000001',
      ])
      .concat(['0x0000007f.0.0.1', '0x7f.0.0x1', '0x7f.0x1', '0x7f.00.0.1']),
  },
  {
    what: 'loopback as one number',
    codes: ADDRESS,
    hosts: ['2130706433', '2130706433.', '2130706434', '2147483647', '2130706432'],
  },
  {
    what: 'numbers that overflow, and malformed dotted forms',
    codes: [...URL, ...ADDRESS, 'EgressUnreachable'],
    hosts: ['4294967296', '6425673729', '0x17f000001', '127.0.0.256', '127.256.0.1', '256.0.0.1', '127.0.0.1.1', '0x']
      .concat([
        '127..0.1',
        '127.0.0.1..',
        '1.2.3.4.5',
        '127.0.0.0x',
        '0xg7.0.0.1',
        '09.0.0.1',
        '0x100.0.0.1',
        '127.0.0.08',
      ])
      .concat([
        '127.16777216',
        '999.999.999.999',
        '18446744073709551617',
        '0400.0.0.1',
        '340282366920938463463374607433654599681',
      ])
      .concat(['127.0.0.-1', '127.0.0.1e0', '127.0.0.1.0x7f']),
  },
  {
    what: 'the unspecified network',
    codes: ADDRESS,
    hosts: [
      '0',
      '0.',
      '0.0',
      '0.0.0',
      '0.0.0.0',
      '0x0',
      '0X0',
      '00',
      '000000000000',
      '0x0.0x0.0x0.0x0',
      '00.00.00.00',
      '0.0.0.1',
    ]
      .concat([
        '0.1',
        '0.255.255.255',
        '1',
        '16777215',
        '0.0.0.0.',
        '[::]',
        '[0::0]',
        '[0:0:0:0:0:0:0:0]',
        '[::0]',
        '[0::]',
      ])
      .concat(['[0000:0000:0000:0000:0000:0000:0000:0000]', '[::0.0.0.0]', '[::ffff:0.0.0.0]', '[::ffff:0:0]']),
  },
  {
    what: 'IPv6 loopback',
    codes: ADDRESS,
    hosts: [
      '[::1]',
      '[0::1]',
      '[0:0:0:0:0:0:0:1]',
      '[0000:0000:0000:0000:0000:0000:0000:0001]',
      '[::0:1]',
      '[::0001]',
    ].concat(['[0:0::1]', '[::0.0.0.1]', '[0:0:0:0:0:0:0.0.0.1]', '[0::0:0:1]']),
  },
  {
    what: 'IPv4-mapped IPv6',
    codes: ADDRESS,
    hosts: [
      '[::ffff:127.0.0.1]',
      '[::FFFF:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::ffff:7f00:0001]',
      '[0:0:0:0:0:ffff:7f00:1]',
    ]
      .concat([
        '[0:0:0:0:0:ffff:127.0.0.1]',
        '[::ffff:7fff:ffff]',
        '[::ffff:10.0.0.1]',
        '[::ffff:a00:1]',
        '[::ffff:c0a8:101]',
      ])
      .concat([
        '[::ffff:192.168.1.1]',
        '[::ffff:172.16.0.1]',
        '[::ffff:ac10:1]',
        '[::ffff:169.254.169.254]',
        '[::ffff:a9fe:a9fe]',
      ])
      .concat([
        '[::ffff:100.64.0.1]',
        '[::ffff:224.0.0.1]',
        '[::ffff:255.255.255.255]',
        '[0000:0000:0000:0000:0000:ffff:7f00:0001]',
      ])
      .concat(['[::ffff:168.63.129.16]']),
  },
  {
    what: 'other IPv6 that carries IPv4: compatible, translated, NAT64, local NAT64, 6to4, Teredo, ISATAP',
    codes: ADDRESS,
    hosts: [
      '[::127.0.0.1]',
      '[::7f00:1]',
      '[::10.0.0.1]',
      '[::a9fe:a9fe]',
      '[::8.8.8.8]',
      '[::ffff:0:127.0.0.1]',
      '[::ffff:0:7f00:1]',
    ]
      .concat([
        '[::ffff:0:10.0.0.1]',
        '[::ffff:0:a9fe:a9fe]',
        '[64:ff9b::127.0.0.1]',
        '[64:ff9b::7f00:1]',
        '[64:ff9b::10.0.0.1]',
      ])
      .concat(['[64:ff9b::a00:1]', '[64:ff9b::192.168.0.1]', '[64:ff9b::169.254.169.254]', '[64:ff9b::a9fe:a9fe]'])
      .concat(['[64:ff9b::0.0.0.0]', '[64:ff9b::100.64.0.1]', '[64:ff9b:0:0:0:0:7f00:1]', '[64:ff9b:1::1]'])
      .concat(['[64:ff9b:1::7f00:1]', '[64:ff9b:1:ffff:ffff:ffff:ffff:ffff]', '[2002:7f00:1::]', '[2002:7f00:0001::1]'])
      .concat([
        '[2002:a00:1::]',
        '[2002:a9fe:a9fe::]',
        '[2002:c0a8:101::1]',
        '[2002:ac10:1::]',
        '[2002:6440:1::]',
        '[2002:0:0::]',
      ])
      .concat([
        '[2001::1]',
        '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
        '[2001:0:7f00:1::]',
        '[2606:4700::5efe:127.0.0.1]',
      ])
      .concat(['[2606:4700::200:5efe:10.0.0.1]', '[fe80::5efe:7f00:1]', '[2606:4700::5efe:a9fe:a9fe]']),
  },
  {
    what: 'private networks',
    codes: ADDRESS,
    hosts: [
      '10.0.0.0',
      '10.0.0.1',
      '10.1',
      '10.255.255.255',
      '012.0.0.1',
      '0xa.0.0.1',
      '0xa000001',
      '167772161',
      '0x0a.1',
      '012.1',
    ]
      .concat([
        '172.16.0.0',
        '172.16.0.1',
        '172.31.255.255',
        '172.20.10.2',
        '0xac.16.0.1',
        '0xac100001',
        '2886729729',
        '0254.16.0.1',
      ])
      .concat([
        '192.168.0.0',
        '192.168.0.1',
        '192.168.1',
        '192.168.255.255',
        '0xc0.0xa8.0.1',
        '0xc0a80001',
        '3232235521',
        '0300.0250.0.1',
      ])
      .concat(['192.168.257', '10.16777215', '030052000001']),
  },
  {
    what: 'link-local, carrier-grade NAT, multicast, broadcast and reserved IPv4',
    codes: ADDRESS,
    hosts: [
      '169.254.0.1',
      '169.254.255.255',
      '169.254.1',
      '100.64.0.0',
      '100.64.0.1',
      '100.127.255.255',
      '0x64.0x40.0.1',
      '1681915905',
    ]
      .concat([
        '224.0.0.1',
        '224.0.0.251',
        '239.255.255.250',
        '239.255.255.255',
        '0xe0.0.0.1',
        '3758096385',
        '255.255.255.255',
      ])
      .concat([
        '4294967295',
        '0xffffffff',
        '037777777777',
        '240.0.0.1',
        '250.1.2.3',
        '254.255.255.255',
        '192.0.0.1',
        '192.0.0.8',
      ])
      .concat([
        '192.0.2.1',
        '198.51.100.7',
        '203.0.113.9',
        '198.18.0.1',
        '198.19.255.255',
        '192.88.99.1',
        '192.31.196.1',
      ])
      .concat(['192.52.193.1', '192.175.48.1', '0xc0000201']),
  },
  {
    what: 'cloud metadata',
    codes: ADDRESS,
    hosts: [
      '169.254.169.254',
      '169.254.169.254.',
      '0251.0376.0251.0376',
      '0xa9.0xfe.0xa9.0xfe',
      '0xa9fea9fe',
      '2852039166',
    ]
      .concat([
        '025177524776',
        '169.254.43518',
        '169.16689662',
        '0xa9.254.0251.254',
        '00000251.0xfe.169.254',
        '169.254.170.2',
      ])
      .concat(['169.254.170.23', '168.63.129.16', '0xa83f8110', '2822734096', '168.63.33040', '0250.077.0201.020'])
      .concat([
        '100.100.100.200',
        '1684300232',
        '192.0.0.192',
        '169.254.0.23',
        '[fd00:ec2::254]',
        '[fd00:ec2:0:0:0:0:0:254]',
      ])
      .concat(['[fd20:ce::254]', '[fd00:42::42]', '[2002:a83f:8110::]', '[64:ff9b::a83f:8110]']),
  },
  {
    what: 'other IPv6 ranges',
    codes: ADDRESS,
    hosts: [
      '[fc00::]',
      '[fc00::1]',
      '[fd00::1]',
      '[fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]',
      '[FD12:3456:789a:1::1]',
      '[fe80::1]',
    ]
      .concat([
        '[fe80::]',
        '[febf::1]',
        '[FE80:0:0:0:0:0:0:1]',
        '[fec0::1]',
        '[feff::1]',
        '[ff00::]',
        '[ff01::1]',
        '[ff02::1]',
        '[ff02::fb]',
      ])
      .concat([
        '[ff05::1:3]',
        '[ff0e::1]',
        '[100::1]',
        '[100:0:0:1::1]',
        '[2001:db8::1]',
        '[2001:DB8:0:0:0:0:0:1]',
        '[3fff::1]',
        '[5f00::1]',
      ])
      .concat([
        '[2001:2::1]',
        '[2001:10::1]',
        '[2001:20::1]',
        '[2001:3::1]',
        '[2620:4f:8000::1]',
        '[4000::1]',
        '[8000::1]',
        '[1::1]',
      ]),
  },
  {
    what: 'zone ids and malformed IPv6',
    codes: URL,
    hosts: [
      '[::1%25lo]',
      '[::1%lo]',
      '[fe80::1%25eth0]',
      '[fe80::1%eth0]',
      '[fe80::1%251]',
      '[::1%250]',
      '[::ffff:127.0.0.1%25lo]',
    ]
      .concat([
        '[::1',
        '::1',
        '[::1]]',
        '[:::1]',
        '[::1::]',
        '[1:2:3:4:5:6:7]',
        '[1:2:3:4:5:6:7:8:9]',
        '[::ffff:127.0.0]',
        '[::ffff:127.0.0.256]',
      ])
      .concat([
        '[::ffff:0177.0.0.1]',
        '[::ffff:0x7f.0.0.1]',
        '[g::1]',
        '[]',
        '[127.0.0.1]',
        '[::1]x',
        '[::00001]',
        '[v1.fe80::a]',
      ]),
  },
  {
    what: 'digits and dots in other scripts, and escapes',
    codes: ADDRESS,
    hosts: ['127。0。0。1', '127．0．0．1', '127｡0｡0｡1', '１２７.0.0.1', '①②⑦.0.0.①', '𝟏𝟐𝟕.𝟎.𝟎.𝟏', '𝟭𝟮𝟳.1']
      .concat([
        '%31%32%37.0.0.1',
        '127%2e0%2e0%2e1',
        '127.0.0%2E1',
        '%30x7f000001',
        '0x7f%2e1',
        '１６９。２５４。１６９。２５４',
        '¹²⁷.0.0.1',
      ])
      .concat(['127.0.0.1\u00ad', '12\u200b7.0.0.1', '127.0.0.1%E2%80%8B', '1２７.0.0.1']),
  },
  {
    what: 'names that lead inside',
    codes: ADDRESS,
    hosts: [
      'localhost',
      'LOCALHOST',
      'localhost.',
      'LocalHost.',
      'sub.localhost',
      'ｌｏｃａｌｈｏｓｔ',
      'ℓocalhost',
      'loc%61lhost',
    ]
      .concat([
        'localhost.localdomain',
        'ip6-localhost',
        'ip6-loopback',
        'metadata.google.internal',
        'metadata.google.internal.',
      ])
      .concat([
        'metadata',
        'instance-data',
        'instance-data.ec2.internal',
        'kubernetes.default.svc',
        'host.docker.internal',
      ])
      .concat([
        '127.0.0.1.nip.io',
        '7f000001.nip.io',
        '169-254-169-254.sslip.io',
        'localtest.me',
        'vcap.me',
        'lvh.me',
        'mixed.example',
      ])
      .concat(['mapped.example', 'sixtofour.example', 'nat64.example', 'zone.example', 'octal.example']),
  },
  {
    what: 'user names and passwords',
    codes: ['EgressUserinfoRefused'],
    hosts: [
      'public.example@127.0.0.1',
      'public.example:80@127.0.0.1',
      'public.example%23@127.0.0.1',
      'a:b@localhost',
      'a:@[::1]',
      ':b@[::1]',
    ]
      .concat([
        'public.example%40x@127.0.0.1',
        'user@public.example',
        'user:secret@public.example',
        'a@b@127.0.0.1',
        '%20@127.0.0.1',
      ])
      .concat(['public.example%2f@127.0.0.1', 'public.example;@127.0.0.1', 'public.example&@127.0.0.1']),
  },
  {
    what: 'where parsers disagree about the end of the host',
    codes: [...ADDRESS, ...URL, 'EgressUserinfoRefused'],
    hosts: [
      '127.0.0.1\\@public.example',
      '127.0.0.1#@public.example',
      '127.0.0.1?@public.example',
      '127.0.0.1/@public.example',
    ]
      .concat([
        '127.0.0.1\t',
        '127.0\n.0.1',
        '\t127.0.0.1',
        '127.0.0.1 ',
        ' 127.0.0.1',
        '127.0.0.1%00',
        '127.0.0.1%0d%0a',
        '127.0.0.1%20',
      ])
      .concat([
        '127.0.0.1%2f',
        '\\127.0.0.1',
        '/127.0.0.1',
        '///127.0.0.1',
        '127.0.0.1:99999',
        '127.0.0.1:-1',
        '127.0.0.1::80',
        '127.0.0.1^',
      ])
      .concat(['127.0.0.1|', '<127.0.0.1>', '127.0.0.1%zz', '%', '', 'a b', '\u0000127.0.0.1']),
  },
]

/** What the tests' resolver says of the names above; any other name is unknown. */
export const NAMES: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1'],
  'sub.localhost': ['::1'],
  'localhost.localdomain': ['127.0.0.1', '::1'],
  'ip6-localhost': ['::1'],
  'ip6-loopback': ['::1'],
  'metadata.google.internal': ['169.254.169.254'],
  metadata: ['169.254.169.254'],
  'instance-data': ['169.254.169.254'],
  'instance-data.ec2.internal': ['fd00:ec2::254'],
  'kubernetes.default.svc': ['10.96.0.1'],
  'host.docker.internal': ['192.168.65.254'],
  '127.0.0.1.nip.io': ['127.0.0.1'],
  '7f000001.nip.io': ['127.0.0.1'],
  '169-254-169-254.sslip.io': ['169.254.169.254'],
  'localtest.me': ['127.0.0.1'],
  'vcap.me': ['127.0.0.1'],
  'lvh.me': ['::ffff:127.0.0.1'],
  'mixed.example': ['93.184.215.14', '127.0.0.1'],
  'mapped.example': ['::ffff:7f00:1'],
  'sixtofour.example': ['2002:7f00:1::'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'zone.example': ['fe80::1%lo'],
  'octal.example': ['0177.0.0.1'],
}
