import { existsSync, readdirSync, readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { detectCharset } from '../../src/corpus/charset.ts'
import { decoder } from '../../src/corpus/decode.ts'

const data = new URL('../../../shared/data/formats/encodings/node_chardet/', import.meta.url)
const present = existsSync(data)
if (!present) console.warn('SKIPPED: accuracy of charset detection; the shared data are not on this machine')

/** What a file name of the set means; several names where they decode the sample alike or are one another's superset. */
const expected: { readonly [file: string]: readonly string[] } = {
  ascii: ['utf-8'],
  utf8: ['utf-8'],
  utf16le: ['utf-16le'],
  utf16be: ['utf-16be'],
  utf32le: ['utf-32le'],
  utf32be: ['utf-32be'],
  gb18030: ['gb18030'],
  lang_chinese: ['gb18030', 'big5', 'utf-8'],
  big5: ['big5'],
  shiftjis: ['shift_jis'],
  euc_jp: ['euc-jp'],
  euc_kr: ['euc-kr'],
  iso2022jp: ['iso-2022-jp'],
  iso2022kr: ['iso-2022-kr'],
  iso2022cn: ['iso-2022-cn'],
  windows_1252: ['windows-1252'],
  // Holds no byte above 0x7F.
  iso88591_en: ['utf-8'],
}
/** Other single-byte charsets: best effort, reported and not demanded. */
const named = (file: string): string =>
  // The samples called by a language are UTF-8.
  file
    .replace(/^lang_.*/, 'utf-8')
    .replace(/^iso8859(\d)/, 'iso-8859-$1')
    .replace(/^koi8r/, 'koi8-r')
    .replace(/_[a-z]{2}$/, '')
    .replace('_', '-')

describe.skipIf(!present)('charsets of node-chardet', () => {
  const files = present ? readdirSync(data).sort() : []
  const table = files.map((file) => {
    const { name, sure } = detectCharset(readFileSync(new URL(file, data)).subarray(0, 65536))
    return { file, name, sure }
  })
  it('prints the table', () => {
    const right = table.filter(({ file, name }) => (expected[file] ?? [named(file)]).includes(name)).length
    console.info(
      [
        `charset detection: ${right} of ${table.length} as named`,
        ...table.map(
          ({ file, name, sure }) =>
            `  ${file.padEnd(18)} ${name}${sure ? '' : ' (weak)'}${(expected[file] ?? [named(file)]).includes(name) ? '' : '   <>'}`,
        ),
      ].join('\n'),
    )
    expect(table.length).toBeGreaterThan(30)
  })
  for (const [file, names] of Object.entries(expected)) {
    it(`knows ${file}`, () => {
      expect(names).toContain(table.find((each) => each.file === file)?.name)
    })
  }
})

/** Sentences made up for this test. */
const simplified = '本报告说明了语料的来源和规模。我们把每一条记录都读了一遍,并且写下了看到的问题,供以后的人参考。'
const traditional = '本報告說明了語料的來源和規模。我們把每一條記錄都讀了一遍,並且寫下了看到的問題,供以後的人參考。'

/** Encodes with the decoder itself: every two-byte (or four-byte GB 18030) sequence is tried once. */
const encoder = (name: string): ((text: string) => Buffer) => {
  const table = new Map<string, number[]>()
  const strict = new TextDecoder(name, { fatal: true })
  const learn = (bytes: number[]): void => {
    try {
      const character = strict.decode(Uint8Array.from(bytes))
      if ([...character].length === 1 && !table.has(character)) table.set(character, bytes)
    } catch {
      // Not a sequence of this charset.
    }
  }
  for (let a = 0x80; a <= 0xff; a++) learn([a])
  for (let a = 0x81; a <= 0xfe; a++) for (let b = 0x40; b <= 0xfe; b++) learn([a, b])
  return (text) =>
    Buffer.from(
      [...text].flatMap((character) => {
        const code = character.codePointAt(0)!
        if (code < 0x80) return [code]
        const bytes = table.get(character)
        if (bytes === undefined) throw new Error(`${name} lacks U+${code.toString(16)}`)
        return bytes
      }),
    )
}

describe('charsets of sentences', () => {
  const gbk = encoder('gb18030')
  const big5 = encoder('big5')
  const shiftJis = encoder('shift_jis')
  const eucJp = encoder('euc-jp')
  const eucKr = encoder('euc-kr')
  const latin = (text: string) => Buffer.from(text, 'latin1')
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
  const japanese = 'この報告書はデータの出典と規模を説明します。すべての記録を読みました。'
  const korean = '이 보고서는 자료의 출처와 규모를 설명합니다. 우리는 모든 기록을 읽고 문제를 적었습니다.'
  const cases: readonly (readonly [what: string, bytes: Buffer, name: string])[] = [
    ['GBK, simplified', gbk(simplified), 'gb18030'],
    ['GBK, traditional', gbk(traditional), 'gb18030'],
    ['GBK, mostly digits', gbk('电话:138-0000-0000,电话:138-0000-0001'), 'gb18030'],
    ['GBK in JSON', gbk(`{"id": 1, "text": "${simplified}"}\n`), 'gb18030'],
    ['GBK, a name and a city only', gbk('name,city\n示例,合肥\n'), 'gb18030'],
    ['GBK cut inside a character', gbk(simplified).subarray(0, 41), 'gb18030'],
    ['Big5', big5(traditional), 'big5'],
    ['Shift JIS', shiftJis(japanese), 'shift_jis'],
    ['EUC-JP', eucJp(japanese), 'euc-jp'],
    ['EUC-KR', eucKr(korean), 'euc-kr'],
    ['UTF-16LE without mark, ASCII', Buffer.from('plain words in a wide charset\n', 'utf16le'), 'utf-16le'],
    ['UTF-16BE without mark, ASCII', utf16be('plain words in a wide charset\n'), 'utf-16be'],
    ['UTF-16LE without mark, Chinese', Buffer.from(simplified, 'utf16le'), 'utf-16le'],
    ['UTF-16BE without mark, Chinese', utf16be(simplified), 'utf-16be'],
    ['UTF-8, Chinese, cut', Buffer.from(simplified).subarray(0, 40), 'utf-8'],
    ['UTF-8 with one wrong byte', Buffer.concat([Buffer.from(simplified), Buffer.from([0xff]), Buffer.from(simplified)]), 'utf-8'],
    ['ASCII with one wrong byte', latin('{"text": "a \xff b"}\n'), 'utf-8'],
    // A NUL in a small table made Chinese characters of it.
    ['ASCII with a NUL', Buffer.from('a,b,c\n\0,2,3\n'), 'utf-8'],
    ['UTF-8, Chinese, with a NUL', Buffer.from('编号,名称\n\0,桌子\n'), 'utf-8'],
    ['UTF-16LE without mark, Greek', Buffer.from('Ο άνεμος έπεσε το βράδυ', 'utf16le'), 'utf-16le'],
    // Letters with accents, two at a time, are Chinese characters in other charsets.
    ['German, two umlauts', latin('title,year\nSie k\xfc\xdften sich,1959\nEr l\xf6\xdft es,1961\n'), 'windows-1252'],
    [
      'Polish, with a letter behind each',
      Buffer.from(
        'Warto\x9c\xe6 us\xb3ug w P\xb3ocku i S\xb3ubicach: og\xf3\xb3em nale\xbfno\x9c\xe6 zap\xb3acono, pracownik\xf3w 12\n'.repeat(3),
        'latin1',
      ),
      'windows-1250',
    ],
    ['GB18030 with pictures', iconv.encode('# 📖 文档 📦 模型 📂 数据\n'.repeat(3), 'gb18030'), 'gb18030'],
    ['Western European', latin('Le café naïve est ouvert; déjà vu, à bientôt, garçon!\n'), 'windows-1252'],
    ['Western quotes', latin('She said \x93yes\x94 and left \x96 for good.\n'), 'windows-1252'],
  ]
  const single = (name: string) => {
    const decode = new TextDecoder(name)
    const known = new Map(Array.from({ length: 256 }, (_, byte) => [decode.decode(Uint8Array.of(byte)), byte]))
    return (text: string) => Buffer.from([...text].map((character) => known.get(character)!))
  }
  const russian =
    'Море было спокойно. Мы шли вдоль берега, и никто не говорил ни слова. Потом поднялся ветер, и все заговорили сразу: кто о погоде, кто о доме.'
  const greek = 'Ο άνεμος έπεσε το βράδυ και οι βάρκες γύρισαν στο λιμάνι. Στην ακτή τους περίμεναν τα παιδιά.'
  const hebrew = 'הרוח שככה לקראת ערב והסירות חזרו אל הנמל. על החוף חיכו להן הילדים של הכפר.'
  const markup = (text: string) => `<item id="17" class="post even"><a href="http://site.org/p?id=17">${text}</a><br/></item>\n`.repeat(20)
  const marked: readonly (readonly [name: string, text: string])[] = [
    ['windows-1251', russian],
    ['koi8-r', russian],
    ['iso-8859-5', russian],
    ['x-mac-cyrillic', russian],
    ['iso-8859-7', greek],
    ['windows-1255', hebrew],
  ]
  for (const [name, text] of marked) {
    it(`markup.xml: ${name} between tags`, () => {
      const bytes = single(name)(markup(text))
      const decode = decoder(detectCharset(bytes).name)!
      expect(Buffer.concat([decode.push(bytes), decode.end()]).toString()).toBe(markup(text))
    })
  }
  it('bytes.bin: what is no text in any charset is not taken for one', () => {
    const bytes = Buffer.from(Array.from({ length: 4000 }, (_, i) => 0x80 + ((i * i * 31 + i * 7) % 127)))
    expect(detectCharset(bytes).name).toBe('utf-8')
  })
  for (const [what, bytes, name] of cases) it(`${what}: ${name}`, () => expect(detectCharset(bytes).name).toBe(name))

  it('decodes in pieces of any size as in one', () => {
    for (const [what, bytes, name] of cases) {
      const whole = decoder(name)!
      const once = Buffer.concat([whole.push(bytes), whole.end()]).toString()
      for (const size of [1, 2, 3, 5]) {
        const pieces = decoder(name)!
        const parts: Uint8Array[] = []
        for (let at = 0; at < bytes.length; at += size) parts.push(Buffer.from(pieces.push(Buffer.from(bytes.subarray(at, at + size)))))
        parts.push(pieces.end())
        expect(Buffer.concat(parts).toString(), what).toBe(once)
      }
    }
  })

  it('decodes UTF-32 with and without mark', () => {
    for (const big of [false, true]) {
      const codes = [...`\ufeff${simplified}😀`].map((character) => character.codePointAt(0)!)
      const bytes = Buffer.alloc(codes.length * 4)
      for (const [i, code] of codes.entries()) big ? bytes.writeUInt32BE(code, 4 * i) : bytes.writeUInt32LE(code, 4 * i)
      const name = big ? 'utf-32be' : 'utf-32le'
      expect(detectCharset(bytes)).toMatchObject({ name, mark: 4 })
      const decode = decoder(name)!
      expect(Buffer.concat([decode.push(bytes.subarray(0, 7)), decode.push(bytes.subarray(7)), decode.end()]).toString()).toBe(
        `${simplified}😀`,
      )
    }
  })
})

/** Words people write, and how often each is said: made up for this test. The table of a charset of single bytes is its decoder's. */
describe('charsets of single bytes', () => {
  const texts: { readonly [language: string]: readonly [text: string, ...charsets: string[]] } = {
    be: [
      'Гэта справаздача апісвае, адкуль узяты тэксты і колькі іх. Мы прачыталі кожны запіс ад пачатку да канца і запісалі ўсё, што заўважылі.',
      'windows-1251',
    ],
    uk: [
      'Цей звіт описує, звідки взято тексти та скільки їх є. Ми прочитали кожен запис від початку до кінця й записали все, що помітили.',
      'windows-1251',
      'koi8-u',
      'iso-8859-5',
    ],
    ru: [
      'Этот отчёт описывает, откуда взяты тексты и сколько их. Мы прочитали каждую запись от начала до конца и записали всё, что заметили.',
      'windows-1251',
      'koi8-r',
      'ibm866',
      'iso-8859-5',
      'x-mac-cyrillic',
    ],
    sr: [
      'Овај извештај описује одакле су узети текстови и колико их има. Прочитали смо сваки запис од почетка до краја и забележили шта смо приметили.',
      'windows-1251',
    ],
    th: ['รายงานนี้อธิบายว่าข้อความมาจากที่ไหนและมีจำนวนเท่าใด เราได้อ่านทุกระเบียนตั้งแต่ต้นจนจบและจดทุกสิ่งที่สังเกตเห็นไว้ให้ผู้อื่น', 'windows-874'],
    fr: [
      'Ce rapport décrit d’où viennent les textes et combien il y en a. Nous avons relu chaque donnée du début à la fin, noté ce qui était à corriger, et même ce qui n’a pas été compris très vite par ceux qui l’ont préparé.',
      'windows-1252',
      'macintosh',
    ],
    hr: [
      'Ovo izvješće opisuje odakle potječu tekstovi i koliko ih ima. Pročitali smo svaki zapis od početka do kraja i zabilježili što smo još uočili, također i riječi koje će više ljudi tražiti. Sve što će se još naći bit će također objavljeno, a čovjek koji ništa ne nađe reći će da više ništa nije tražio. Može se što više čitati i učiti.',
      'windows-1250',
      'iso-8859-2',
    ],
    fa: [
      'اين گزارش مي‌گويد متن‌ها از کجا آمده‌اند و چند تا هستند. ما هر رکورد را از آغاز تا پايان خوانديم و هر چه را که ديديم براي ديگران نوشتيم.',
      'windows-1256',
    ],
  }
  const bytesOf = (text: string, name: string): Uint8Array => {
    const back = new Map<string, number>()
    for (let byte = 255; byte >= 0; byte--) back.set(new TextDecoder(name).decode(Uint8Array.of(byte), { stream: true }), byte)
    return Uint8Array.from(
      [...text].filter((character) => back.has(character)),
      (character) => back.get(character)!,
    )
  }
  for (const [language, [text, ...names]] of Object.entries(texts)) {
    for (const name of names) {
      it(`${language}.${name}.txt: plain and in JSON Lines`, () => {
        const rows = Buffer.concat(
          text
            .split('. ')
            .map((sentence) => Buffer.concat([Buffer.from('{"id": 17, "text": "'), bytesOf(sentence, name), Buffer.from('"}\n')])),
        )
        for (const bytes of [bytesOf(text, name), rows]) {
          const found = detectCharset(bytes)
          const read = (charset: string): string => Buffer.from(decoder(charset)!.push(bytes)).toString()
          expect(read(found.name)).toBe(read(name))
        }
      })
    }
  }
  it('german.cp850.txt: is nobody’s here, and that is said', () => {
    const letters: { readonly [character: string]: number } = { ä: 0x84, ö: 0x94, ü: 0x81, ß: 0xe1, Ä: 0x8e, Ü: 0x9a }
    const german =
      'Dieser Bericht erklärt, woher die Bücher kommen und wie groß ihre Zahl ist. Für jeden Satz prüften wir, ob er gehören könnte. Über Fälle, die übrig blieben, müssen künftig Prüfer entscheiden, und zwar möglichst früh.'
    expect(detectCharset(Uint8Array.from(german, (character) => letters[character] ?? character.charCodeAt(0))).sure).toBe(false)
  })
  it('english-quotes.txt: curly quotes alone are windows-1252', () => {
    const english =
      'She said \x93it isn\x92t ours\x94 \x96 and they\x92re right. \x93We don\x92t know,\x94 he said, \x93what\x92s in it.\x94 They didn\x92t ask.'
    expect(detectCharset(Buffer.from(english, 'latin1')).name).toBe('windows-1252')
  })
  it('cantonese.big5: has the characters of Hong Kong', () => {
    // 嘅 and 佢 of the supplementary character set, between common ones.
    const text = iconv.encode('佢哋係香港人，呢個係我哋嘅報告，我哋睇過每一條記錄嘅內容。', 'big5hkscs')
    expect(detectCharset(text).name).toBe('big5')
    const big5 = decoder('big5')!
    const halves = [big5.push(text.subarray(0, 7)), big5.push(text.subarray(7)), big5.end()]
    expect(Buffer.concat(halves).toString()).toBe(iconv.decode(text, 'big5hkscs'))
    expect(big5.replaced()).toBe(0)
  })
})
