// Corpora in which most values are findings, seeded, with invented numbers that hold: what a scan costs where there is much to find.
import { writeFileSync } from 'node:fs'
import { make } from './accuracy/gold/numbers.js'
import { digits, draws, pad } from './accuracy/gold/random.js'
import { streetAddress } from './accuracy/gold/street-addresses.js'

const given = ['James', 'Mary', 'Robert', 'Linda', 'Michael', 'Olga', 'Ahmed', 'Chloe', 'Daniel', 'Ruth']
const family = ['Smith', 'Johnson', 'Garcia', 'Davis', 'Nguyen', 'Okafor', 'Dubois', 'Ivanova', 'Meyer', 'Rossi']
const surnames = [...'王李张刘陈杨黄赵吴周徐孙']
const characters = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华']
const american = (r) => `(${r.one([202, 212, 312, 415, 617])}) ${r.between(200, 999)}-${r.string(digits, 4)}`

const shapes = {
  // Eight of nine columns are personal information.
  customers: {
    name: 'customers.csv',
    head: '编号,姓名,手机号,身份证号,银行卡号,email,phone,address,ip',
    row: (r, n) =>
      [
        n,
        r.one(surnames) + r.one(characters) + r.one(characters),
        make.CN_MOBILE(r),
        make.CN_RESIDENT_ID(r),
        make.CN_BANK_CARD(r),
        make.EMAIL(r),
        american(r),
        `"${streetAddress(r)}"`,
        make.IP_ADDRESS(r),
      ].join(','),
  },
  // A name, a number and a mailbox in each message.
  chats: {
    name: 'chats.jsonl',
    row: (r, n) =>
      JSON.stringify({
        id: n,
        text: `Hi ${r.one(given)}, please call me back on ${american(r)} or write to ${make.EMAIL(r)}. Order ${r.between(1e6, 9e6)} went to ${streetAddress(r)} on ${r.between(1, 28)} March ${r.between(2000, 2023)}. Thanks, ${r.one(family)}`,
      }),
  },
  // The combined format of web servers: an address in every line.
  log: {
    name: 'access.log.txt',
    row: (r) =>
      `${make.IP_ADDRESS(r)} - - [${pad(r.between(1, 28), 2)}/Oct/2023:13:${pad(r.below(60), 2)}:${pad(r.below(60), 2)} +0000] "GET /${r.one(['index', 'img/logo', 'api/v1/users'])}.html?id=${r.below(99999)} HTTP/1.1" 200 ${r.below(99999)} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
  },
}

/** The names of the corpora. */
export const crowds = Object.keys(shapes)

/** Writes a corpus of about `bytes` bytes into a folder; its path and size. */
export function generateCrowd(folder, crowd, bytes, seed = 11) {
  const { name, head, row } = shapes[crowd]
  const r = draws(seed)
  const lines = head === undefined ? [] : [head]
  let size = 0
  for (let n = 1; size < bytes; n++) {
    lines.push(row(r, n))
    size += Buffer.byteLength(lines.at(-1)) + 1
  }
  const path = `${folder}/${name}`
  const content = `${lines.join('\n')}\n`
  writeFileSync(path, content)
  return { path, bytes: Buffer.byteLength(content) }
}
