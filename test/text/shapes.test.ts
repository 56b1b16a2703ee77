import { describe, expect, it } from 'vitest'
import { shapeAround } from '../../src/text/shapes.ts'

/** The shape around the part of a text between ⟦ and ⟧. */
const shapeOf = (marked: string): string | undefined => {
  const start = marked.indexOf('⟦')
  const text = marked.replace('⟦', '').replace('⟧', '')
  return shapeAround(text, start, marked.indexOf('⟧') - 1)
}

const shapes: { readonly [shape: string]: readonly string[] } = {
  uuid: [
    'id ⟦12345678-1234-1234⟧-8234-123456789012 end',
    '{123e4567-e89b-12d3-a456-⟦426614174000⟧}',
    '编号⟦13812345⟧-6781-4123-8123-123456789012。',
  ],
  hex: [
    'sha1 da39a3ee5e6b4b0d3255bfef95601890afd8⟦0709⟧',
    'digest ab⟦13812345678⟧cdefab1234567890',
    '0x⟦13812345678⟧',
    'MAC a4:83:e7:⟦12:34:56⟧',
    'key de-ad-be-ef-⟦13-81-23-45⟧-67',
  ],
  decimal: [
    '87421 169.60730667 ⟦+36.87462906⟧ -89.58',
    'quantize ⟦+35236450.6⟧ 1e-2',
    'π = 3.⟦14159265358979⟧',
    '合计 ⟦13812345678⟧.50 元',
    '.⟦13812345678⟧',
    '⟦13812345678⟧e10',
    '1.⟦13812345678⟧',
  ],
  url: [
    'see https://example.com/a/⟦5551234567⟧ ok',
    'http://⟦203.0.113.7⟧/x',
    'https://example.com/q?id=⟦13812345678⟧&x=1',
    'www.example.cn/item/⟦13812345678⟧',
    'example.com/item/⟦13812345678⟧.',
    '见https://example.com/a#⟦13812345678⟧，',
    'ftp://example.org:21/pub/⟦138-1234-5678⟧/x',
    'https://explorer.example.com/tx/⟦16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ⟧',
  ],
  path: [
    '/home/user/data/⟦13812345678⟧/a',
    'C:\\data\\⟦13812345678⟧',
    'C:\\data\\n⟦13812345678⟧',
    '文件 ⟦13812345678⟧.jpg 已上传',
    './out/run-⟦13812345678⟧',
    'projects/⟦13812345678⟧/operations',
    'IMG_⟦20190101123456⟧.png',
    '"/var/log/⟦13812345678⟧"',
  ],
  version: [
    'version ⟦1.2.3.4⟧',
    'v ⟦1.2.3.4⟧',
    '版本号：⟦10.2.3.4⟧',
    'section ⟦3.1.4.1⟧ says',
    'oid ⟦1.3.6.1⟧.4.1.311',
    'Chrome/⟦120.0.6099.109⟧ Safari',
    'package==⟦4.2.1.8⟧',
    'libfoo-⟦4.2.1.8⟧.tar.gz',
    '⟦4.2.1.8⟧-rc1',
    '⟦11.3.244.8⟧-node.9',
    '⟦1.2.3.4⟧.5.6.7.8',
  ],
  isbn: ['⟦9780306406157⟧', 'ISBN 978-7-⟦111-12345⟧-6', '书号ISBN：⟦7111123456⟧'],
  doi: ['doi:10.1000/j-cnki-⟦13812345678⟧', '见10.3969/abc-⟦13812345678⟧-01'],
  timestamp: ['时间戳⟦1672531200000⟧', '"ts":⟦1672531200000123⟧'],
  size: ['heap ⟦17179869184⟧ max', '⟦13958643712⟧'],
  login: [
    'ssh ⟦deploy@prod.b.com⟧ uptime',
    '$ ssh -p 2022 -i ~/.ssh/id_ed25519 ⟦deploy@prod.b.com⟧',
    'rsync -avz ./www/ ⟦www@prod.b.com⟧:/srv',
    '⟦root@web01.b.com⟧:~# ls',
    '[⟦anna@laptop.b.com⟧ src]$ make',
    'jdbc:oracle:thin:scott/⟦tiger@db.b.com⟧:1521:orcl',
    'principal = HTTP/⟦web01.b.com@B.COM⟧',
  ],
  userinfo: [
    'smb://OFFICE;⟦anna@files.b.com⟧/share',
    'https://user:⟦password@api.b.com⟧/v1',
    'x=mongodb://app:D1ff%40⟦culty@db1.b.org⟧,db2.b.org/',
    'git clone ssh://⟦anna@code.b.org⟧/trunk',
    'postgres://⟦anna@db.b.com⟧:5432/app',
  ],
  series: [
    '[17, 2048, ⟦13912345678⟧, 99]',
    '2024-01-02 10:11:12\t⟦13912345678⟧\t42\t7',
    'sda 1 22 333 ⟦13912345678⟧ 4444 55555 6',
    '{ ⟦13912345678⟧, 0x1f, 12, 99ULL }',
    'KQU( 7053615936864718431), KQU( ⟦4053615936864718439⟧), KQU(11349775270588617578)',
    'row of 北方重工  ⟦13912345678⟧  2474071547  3503903339',
  ],
  matrix: [
    '1234 ⟦4539 5787 6362 1486⟧ 9911',
    '⟦4539 5787 6362 1486⟧ 4716 1088 9971 6533',
    '9B3D 97CE 875E\n⟦6786 7266 8305 8306⟧ 65C4 7F5E',
  ],
  order: ['订单号⟦202311051230151234⟧', 'no ⟦2023110512301512⟧'],
  base64: [
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ/⟦13812345678⟧+AAAADUlEQVR42mNk',
    'token c2VjcmV0L1Rlc3REYXRhRm9yVGhlVGVzdA8X/⟦13812345678⟧/Zk9sK2pRb1J3eA0q',
  ],
}

describe.each(Object.entries(shapes))('%s', (shape, texts) => {
  it.each(texts.map((text) => [text]))('%s', (text) => {
    expect(shapeOf(text)).toBe(shape)
  })
})

describe('a number of its own has no shape', () => {
  it.each(
    [
      '电话⟦13812345678⟧，谢谢',
      'phone: ⟦13812345678⟧.',
      'peer /ip4/⟦11.22.33.45⟧/tcp/4001',
      'https://explorer.example.com/address/⟦16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ⟧',
      'tel:⟦010-82345678⟧/13912345678',
      '010-82345678/⟦13912345678⟧',
      '张三/⟦13812345678⟧/北京',
      '联系人(⟦13812345678⟧)',
      'mailto:⟦li.si@mail.example.cn⟧',
      'if ssh fails, write to ⟦li.si@mail.example.cn⟧',
      'ssh or mail ⟦li.si@mail.example.cn⟧',
      'Li Si/⟦li.si@mail.example.cn⟧',
      'https://⟦li.si⟧@example.com/x',
      'https://example.com/q?phone=⟦13812345678⟧',
      'https://example.com/ ⟦13812345678⟧',
      '详见https://example.com，电话⟦13812345678⟧',
      'http://example.com/a的手机是⟦13812345678⟧',
      'from ⟦11.22.33.45⟧ port 22',
      'from ⟦11.22.33.45⟧-11.22.33.99',
      'ip=⟦11.22.33.45⟧',
      '"ip":"⟦11.22.33.45⟧"',
      'li.si@example.com⟦13812345678⟧',
      'a@b.com/⟦13812345678⟧',
      '3. ⟦13812345678⟧',
      '"a\\nb\\n⟦13812345678⟧"',
      'ID-⟦110105189001040034⟧',
      '⟦110105189001040034⟧',
      '1990/01/02 ⟦13812345678⟧',
      'card ⟦4111 1111 1111 1111⟧ ok',
      'wo-shi-zhang-san-wode-dianhua-haoma-shi-⟦13812345678⟧',
      'and/or/⟦13812345678⟧',
      'phone/⟦13812345678⟧/qq',
      '卡号 6222029900012345676, ⟦6222029900012345676⟧, 6222029900012345676',
      'whois ⟦+49.301234567⟧ +49.301234568',
      'call ⟦+33 1 42.68.53.00⟧ 12.50',
      '张三 ⟦13812345678⟧ 110105199003076638 6222029900012345676',
      'card ⟦4539 5787 6362 1486⟧ cafe 12/27',
      '⟦13812345678⟧ 13912345678 13712345678 13612345678',
      '张三 25 ⟦13812345678⟧ 98.5 3',
      '⟦4539 5787 6362 1486⟧ 4716 1088 9971 6532',
      '⟦4539 5787 6362 1486⟧ 12 27 123',
      `${'4539 5787 6362 1486 '.repeat(6)}⟦4539 5787 6362 1486⟧${' 4539 5787 6362 1486'.repeat(6)}`,
    ].map((text) => [text]),
  )('%s', (text) => {
    expect(shapeOf(text)).toBeUndefined()
  })
  it('is found at the very ends of a text', () => {
    expect(shapeAround('13812345678', 0, 11)).toBeUndefined()
    expect(shapeAround('', 0, 0)).toBeUndefined()
  })
})
