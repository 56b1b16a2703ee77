import fc from 'fast-check'
import { data } from 'franc/data.js'
import { describe, expect, test } from 'vitest'
import { halfBytes, identify, identifyBytes } from '../../src/text/language.ts'
import { seeded } from '../random.ts'

const encoder = new TextEncoder()

/** Sentences written for this test. */
const sentences: { readonly [language: string]: string } = {
  en: 'The library opens at nine in the morning and closes before the last bus leaves.',
  fr: 'La bibliothèque ouvre à neuf heures du matin et ferme avant le départ du dernier bus.',
  es: 'La biblioteca abre a las nueve de la mañana y cierra antes de que salga el último autobús.',
  pt: 'A biblioteca abre às nove da manhã e fecha antes de o último autocarro sair.',
  it: 'La biblioteca apre alle nove del mattino e chiude prima che parta l’ultimo autobus.',
  de: 'Die Bibliothek öffnet um neun Uhr morgens und schließt, bevor der letzte Bus fährt.',
  nl: 'De bibliotheek gaat om negen uur open en sluit voordat de laatste bus vertrekt.',
  sv: 'Biblioteket öppnar klockan nio på morgonen och stänger innan den sista bussen går.',
  da: 'Biblioteket åbner klokken ni om morgenen og lukker, før den sidste bus kører herfra.',
  fi: 'Kirjasto avataan kello yhdeksän aamulla ja suljetaan ennen kuin viimeinen bussi lähtee.',
  is: 'Bókasafnið opnar klukkan níu á morgnana og lokar áður en síðasti strætisvagninn fer.',
  pl: 'Biblioteka otwiera się o dziewiątej rano i zamyka, zanim odjedzie ostatni autobus.',
  cs: 'Knihovna otevírá v devět hodin ráno a zavírá dříve, než odjede poslední autobus.',
  hu: 'A könyvtár reggel kilenckor nyit, és azelőtt zár, hogy az utolsó busz elindul.',
  ro: 'Biblioteca se deschide la ora nouă dimineața și se închide înainte de plecarea ultimului autobuz.',
  tr: 'Kütüphane sabah dokuzda açılır ve son otobüs kalkmadan önce kapanır.',
  vi: 'Thư viện mở cửa lúc chín giờ sáng và đóng cửa trước khi chuyến xe buýt cuối cùng rời đi.',
  cy: 'Mae’r llyfrgell yn agor am naw o’r gloch y bore ac yn cau cyn i’r bws olaf adael.',
  ga: 'Osclaíonn an leabharlann ar a naoi a chlog ar maidin agus dúnann sí sula n-imíonn an bus deireanach.',
  eu: 'Liburutegia goizeko bederatzietan irekitzen da eta azken autobusa atera baino lehen ixten da.',
  sw: 'Maktaba hufunguliwa saa tatu asubuhi na hufungwa kabla ya basi la mwisho kuondoka.',
  ru: 'Библиотека открывается в девять часов утра и закрывается до отхода последнего автобуса.',
  uk: 'Бібліотека відчиняється о дев’ятій ранку і зачиняється перед тим, як піде останній автобус.',
  bg: 'Библиотеката отваря в девет часа сутринта и затваря, преди да тръгне последният автобус.',
  kk: 'Кітапхана таңғы сағат тоғызда ашылады және соңғы автобус кеткенге дейін жабылады.',
  ar: 'تفتح المكتبة أبوابها في التاسعة صباحا وتغلق قبل مغادرة آخر حافلة.',
  fa: 'کتابخانه ساعت نه صبح باز می‌شود و پیش از رفتن آخرین اتوبوس بسته می‌شود.',
  ur: 'کتب خانہ صبح نو بجے کھلتا ہے اور آخری بس کے جانے سے پہلے بند ہو جاتا ہے۔',
  hi: 'पुस्तकालय सुबह नौ बजे खुलता है और आखिरी बस के जाने से पहले बंद हो जाता है।',
  mr: 'ग्रंथालय सकाळी नऊ वाजता उघडते आणि शेवटची बस जाण्यापूर्वी बंद होते.',
  he: 'הספרייה נפתחת בתשע בבוקר ונסגרת לפני שהאוטובוס האחרון יוצא.',
  zh: '图书馆早上九点开门，在末班车开走之前关门。',
  ja: '図書館は朝九時に開き、最終バスが出る前に閉まります。',
  ko: '도서관은 아침 아홉 시에 열고 마지막 버스가 떠나기 전에 닫습니다.',
  th: 'ห้องสมุดเปิดเก้าโมงเช้าและปิดก่อนรถเมล์เที่ยวสุดท้ายออก',
  el: 'Η βιβλιοθήκη ανοίγει στις εννέα το πρωί και κλείνει πριν φύγει το τελευταίο λεωφορείο.',
  ka: 'ბიბლიოთეკა დილის ცხრა საათზე იხსნება.',
  hy: 'Գրադարանը բացվում է առավոտյան ժամը իննին։',
  ta: 'நூலகம் காலை ஒன்பது மணிக்குத் திறக்கும்.',
  bn: 'গ্রন্থাগার সকাল নয়টায় খোলে।',
  bo: 'དཔེ་མཛོད་ཁང་ཞོགས་པའི་ཆུ་ཚོད་དགུ་ལ་སྒོ་འབྱེད།',
}

describe('identify', () => {
  test.each(Object.entries(sentences))('%s', (language, sentence) => {
    expect(identify(sentence)).toBe(language)
    // Long texts are judged by two windows: the same language must come out.
    expect(identify(`${sentence} `.repeat(50))).toBe(language)
  })

  test('calls all Chinese in Han zh: simplified, traditional, classical, written Cantonese', () => {
    for (const text of [
      '知之为知之，不知为不知，是知也。',
      '圖書館早上九點開門，末班車開走之前關門。',
      '圖書館朝早九點開門，尾班車走之前就閂門。',
      '你好',
      '東京都',
    ])
      expect(identify(text)).toBe('zh')
  })

  test('sees Japanese by its kana, and not by a single one in Chinese', () => {
    expect(identify('東京は日本の首都です')).toBe('ja')
    expect(identify('コンピューター')).toBe('ja')
    expect(identify('这家叫「鮨の家」的餐厅在北京开业以来一直很受欢迎，每天都有很多客人排队等候')).toBe('zh')
  })

  test('is not misled by foreign names, addresses and markup', () => {
    expect(
      identify('公司发布了 GeForce RTX 显卡的最新驱动程序，用户可以在官网 https://www.example.com/drivers/download/index.html 下载安装。'),
    ).toBe('zh')
    expect(identify('<div class="article-content"><p style="margin:0 auto">今天天气很好</p></div>')).toBe('zh')
    expect(identify('Der Bericht steht unter https://www.example.com/the-report-of-the-year und ist auf Deutsch verfasst.')).toBe('de')
    expect(identify('Компания Microsoft выпустила Windows для разработчиков и пользователей.')).toBe('ru')
  })

  test('composes letters and marks before it compares', () => {
    for (const language of ['vi', 'fr', 'cs']) expect(identify(sentences[language]!.normalize('NFD'))).toBe(language)
    expect(identify('ＴＨＥ ＬＩＢＲＡＲＹ ＯＰＥＮＳ ＡＴ ＮＩＮＥ ＩＮ ＴＨＥ ＭＯＲＮＩＮＧ')).toBe('en')
  })

  test('says und when there is nothing to say', () => {
    for (const text of [
      '',
      ' ',
      '12345 67890',
      '!!! --- ???',
      'OK',
      'https://www.example.com/a/b?c=d',
      '😀😀😀😀',
      '\u0000\u0001',
      'x',
      '一',
    ])
      expect(identify(text)).toBe('und')
  })

  test('says und of keys: at least 90 % of base64 of 100 characters, all of 300', () => {
    const random = seeded(11)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    const key = (length: number) => Array.from({ length }, () => alphabet[Math.floor(random() * 64)]).join('')
    const unsure = (length: number) => Array.from({ length: 500 }, () => identify(key(length))).filter((code) => code === 'und').length
    expect(unsure(100)).toBeGreaterThanOrEqual(450)
    expect(unsure(300)).toBeGreaterThanOrEqual(497)
  })

  test('answers with BCP 47 codes only', () => {
    // Each of franc's lists as a text of its own.
    const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
    for (const lists of Object.values(data)) {
      for (const list of Object.values(lists)) {
        const code = identify(list.split('|').slice(0, 100).join(' '))
        expect(code).toMatch(/^[a-z]{2,3}$/)
        expect(() => new Intl.Locale(code)).not.toThrow()
      }
    }
    for (const code of Object.keys(sentences)) expect(names.of(code)).toBeDefined()
  })
})

describe('identifyBytes', () => {
  test('says what identify says, wherever the bytes lie', () => {
    const text = fc.oneof(
      fc.constantFrom(...Object.values(sentences)),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.array(fc.constantFrom(...Object.values(sentences)), { maxLength: 12 }).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (value, before, after) => {
        const bytes = encoder.encode(value)
        const memory = new Uint8Array(before.length + bytes.length + after.length)
        memory.set(before)
        memory.set(bytes, before.length)
        memory.set(after, before.length + bytes.length)
        expect(identifyBytes(memory, before.length, before.length + bytes.length)).toBe(identify(value))
      }),
      { numRuns: 300 },
    )
  })

  test('takes any bytes: it never throws and repeats itself', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(2000), fc.nat(2000), (memory, a, b) => {
        const start = Math.min(a, b, memory.length)
        const end = Math.min(Math.max(a, b), memory.length)
        const code = identifyBytes(memory, start, end)
        expect(code).toMatch(/^[a-z]{2,3}$/)
        identify(sentences.vi!)
        expect(identifyBytes(memory, start, end)).toBe(code)
      }),
      { numRuns: 500 },
    )
  })

  test('reads no more of a long text than its sample', () => {
    const russian = encoder.encode(sentences.ru!.repeat(20))
    const memory = new Uint8Array(1_000_000).fill(0x20)
    memory.set(russian.subarray(0, 2 * halfBytes), 400_000)
    // Neither the first characters nor those from the middle touch the text.
    expect(identifyBytes(memory, 0, memory.length)).toBe('und')
    memory.set(russian.subarray(0, 2 * halfBytes), 500_000)
    expect(identifyBytes(memory, 0, memory.length)).toBe('ru')
  })
})
