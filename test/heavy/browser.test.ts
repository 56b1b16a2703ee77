import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/index.ts'
import { folder, reportOf, run, skipped } from '../cli/kit.ts'

/**
 * A real report in a real browser: the system's Chromium, none is downloaded. Pictures go into the folder DATAAUDIT_SHOTS names, for
 * people to look at.
 */

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
const demo = fileURLToPath(new URL('../../fixtures/demo', import.meta.url))
const shots = process.env.DATAAUDIT_SHOTS
if (executable === undefined) skipped('the report in a browser', 'no Chromium is installed')

let browser: Browser
let page: string
let report: Report
let file: string

beforeAll(async () => {
  if (executable === undefined) return
  const out = join(folder(), 'report')
  const ran = await run(['scan', demo, '--no-config', '-o', out])
  expect(ran.status).toBe(1)
  file = join(out, 'report.html')
  page = pathToFileURL(file).href
  report = reportOf(out)
  browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] })
  if (shots !== undefined) mkdirSync(shots, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
})

/** What the browser complained about: console errors (violations of the Content-Security-Policy among them), exceptions, requests. */
interface Opened {
  readonly page: Page
  readonly complaints: string[]
}

async function open(options: BrowserContextOptions, address = page): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const opened = await context.newPage()
  const complaints: string[] = []
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`)
  })
  opened.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  opened.on('request', (request) => {
    if (request.url() !== address) complaints.push(`request: ${request.url()}`)
  })
  await opened.goto(address)
  return { page: opened, complaints }
}

/** A picture of what is on the screen. Headless Chromium cannot take a page of twenty thousand pixels at once. */
const shoot = async (opened: Page, name: string) => {
  if (shots !== undefined) await opened.screenshot({ path: join(shots, `${name}.png`) })
}

const switchTo = (opened: Page, id: string) => opened.locator(`label[for="${id}"], label:has(#${id})`).first().click()
/** Text as it is seen: what the other language says is hidden, and is no part of it. */
const visibleText = (opened: Page, selector: string) =>
  opened.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).innerText`)
const luminance = async (opened: Page) => {
  const [r = 0, g = 0, b = 0] = (
    (await opened.evaluate<string>('getComputedStyle(document.body).backgroundColor')).match(/\d+/g) ?? []
  ).map(Number)
  return (r + g + b) / 3
}
/** Width of the document and of the window: a document that is wider makes the reader scroll sideways. */
const widths = (opened: Page) =>
  opened.evaluate<{ document: number; window: number }>('({ document: document.documentElement.scrollWidth, window: innerWidth })')

describe.skipIf(executable === undefined)('report.html in Chromium', () => {
  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['without JavaScript', { javaScriptEnabled: false }],
    ['without JavaScript, dark', { javaScriptEnabled: false, colorScheme: 'dark' }],
    ['offline', { offline: true }],
    ['on a telephone', { viewport: { width: 360, height: 740 } }],
    ['on a telephone, without JavaScript', { viewport: { width: 360, height: 740 }, javaScriptEnabled: false }],
  ] as const)('%s: verdict first, no complaint, no request, nothing sticks out', async (name, options) => {
    const opened = await open(options)
    for (const lang of ['en', 'zh'] as const) {
      await switchTo(opened.page, `lang-${lang}`)
      await shoot(opened.page, `${name.replaceAll(/\W+/g, '-')}-${lang}`)
      const verdict = opened.page.locator('#verdict .banner')
      const box = await verdict.boundingBox()
      expect(box!.y).toBeLessThan(name.startsWith('on a telephone') ? 700 : 350)
      const said = await visibleText(opened.page, '#verdict .banner')
      expect(said).toContain(lang === 'en' ? 'Failed' : '未通过')
      expect(said).not.toContain(lang === 'en' ? '未通过' : 'Failed')
      expect(said).toContain(report.results.reasons.find((reason) => reason.blocking)!.words[lang])
      const size = await widths(opened.page)
      expect(size.document).toBeLessThanOrEqual(size.window)
    }
    expect(opened.complaints).toEqual([])
    await opened.page.context().close()
  })

  it('keeps within a telephone where what was declared is judged as well', async () => {
    const labelled = fileURLToPath(new URL('../../fixtures/labelled/', import.meta.url))
    const out = join(folder(), 'labelled')
    await run(['scan', join(labelled, 'corpus'), '--no-config', '--sources', join(labelled, 'dataaudit.sources.yaml'), '-o', out])
    const address = pathToFileURL(join(out, 'report.html')).href
    const opened = await open({ viewport: { width: 390, height: 844 } }, address)
    await opened.page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
    for (const lang of ['en', 'zh'] as const) {
      await switchTo(opened.page, `lang-${lang}`)
      const size = await widths(opened.page)
      expect(size.document, lang).toBeLessThanOrEqual(size.window)
    }
  })

  it('follows the system’s colours, and the switch goes before it', async () => {
    const light = await open({ colorScheme: 'light' })
    expect(await luminance(light.page)).toBeGreaterThan(200)
    await switchTo(light.page, 'theme-dark')
    expect(await luminance(light.page)).toBeLessThan(60)
    const dark = await open({ colorScheme: 'dark', javaScriptEnabled: false })
    expect(await luminance(dark.page)).toBeLessThan(60)
    await switchTo(dark.page, 'theme-light')
    expect(await luminance(dark.page)).toBeGreaterThan(200)
    expect([...light.complaints, ...dark.complaints]).toEqual([])
  })

  it('says all sections in both languages, and the document says which it is in', async () => {
    const opened = await open({})
    for (const [lang, tag] of [
      ['zh', 'zh-CN'],
      ['en', 'en'],
    ] as const) {
      await switchTo(opened.page, `lang-${lang}`)
      expect(await opened.page.evaluate('document.documentElement.lang')).toBe(tag)
      const text = await visibleText(opened.page, 'body')
      // Titles of the risk types stand in the language that is on, all 31 of them.
      for (const risk of report.risks) expect(text).toContain(risk.title[lang])
      expect(text).toContain(lang === 'zh' ? '未评估' : 'not assessed')
      // A page in English has Chinese in it only where the corpus put it.
      if (lang === 'en') expect((text.match(/\p{Script=Han}/gu) ?? []).length).toBeLessThan(60)
    }
  })

  it('filters, searches and sorts the rules', async () => {
    const opened = await open({})
    const rows = opened.page.locator('#rule-table tbody.rule:visible')
    const found = report.statistics.findings.byRule.length
    // Those with findings come first; all are one click away.
    await expect.poll(() => rows.count()).toBe(found)
    await opened.page.locator('#rule-hits').uncheck()
    await expect.poll(() => rows.count()).toBe(report.rules.length)
    expect(await visibleText(opened.page, '#rule-count')).toContain(`${report.rules.length} / ${report.rules.length}`)
    await opened.page.locator('input[name="rule-severity"][value="error"]').check()
    await expect.poll(() => rows.count()).toBe(report.rules.filter((rule) => rule.severity === 'error').length)
    await opened.page.locator('input[name="rule-severity"][value=""]').check()
    await opened.page.locator('#rule-search').fill('手机')
    await expect.poll(() => rows.count()).toBeGreaterThan(0)
    expect(await opened.page.locator('#rule-table tbody.rule:visible', { hasText: 'pii-cn/mobile' }).count()).toBe(1)
    await opened.page.locator('#rule-search').fill('no rule is called this')
    await expect.poll(() => rows.count()).toBe(0)
    await opened.page.locator('#rule-search').fill('')
    // The third column holds numbers: the first click puts the largest on top, the second the smallest.
    const third = opened.page.locator('#rule-table thead th').nth(2)
    const values = () =>
      opened.page.evaluate<number[]>(
        "[...document.querySelectorAll('#rule-table tbody.rule')].map((body) => Number(body.rows[0].cells[2].dataset.value))",
      )
    await third.locator('button').click()
    const falling = await values()
    expect(falling).toEqual([...falling].sort((a, b) => b - a))
    expect(await third.getAttribute('aria-sort')).toBe('descending')
    await third.locator('button').click()
    const rising = await values()
    expect(rising).toEqual([...rising].sort((a, b) => a - b))
    expect(rising).not.toEqual(falling)
    expect(opened.complaints).toEqual([])
  })

  it('unfolds a rule that a link points to, also one the filter hides', async () => {
    const silent = report.rules.find((rule) => !report.statistics.findings.byRule.some((row) => row.rule === rule.id))!
    const opened = await open({})
    const anchor = await opened.page.locator('#rule-table tbody.rule', { hasText: silent.id }).first().getAttribute('id')
    await opened.page.evaluate(`location.hash = ${JSON.stringify(anchor)}`)
    const body = opened.page.locator(`[id="${anchor}"]`)
    await expect.poll(() => body.isVisible()).toBe(true)
    expect(await body.locator('details').first().getAttribute('open')).not.toBeNull()
  })

  it('prints: all of it, on A4, in black on white', async () => {
    const opened = await open({ colorScheme: 'dark' })
    await opened.page.emulateMedia({ media: 'print' })
    expect(await opened.page.locator('#print').isVisible()).toBe(false)
    expect(await opened.page.locator('.signature').isVisible()).toBe(true)
    const begun = performance.now()
    const pdf = await opened.page.pdf({ preferCSSPageSize: true, printBackground: true })
    // A few seconds: a style that has to ask for each word which language is chosen took a minute, and then none.
    expect(performance.now() - begun).toBeLessThan(30_000)
    if (shots !== undefined) writeFileSync(join(shots, 'print.pdf'), pdf)
    const text = pdf.toString('latin1')
    const pages = (text.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length
    expect(pages).toBeGreaterThan(5)
    expect(pages).toBeLessThan(90)
    // A4 is 595 by 842 points.
    expect(text).toMatch(/\/MediaBox\s*\[\s*0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\s*\]/)
    expect(opened.complaints).toEqual([])
  })

  it('blocks what a hostile page would bring along', async () => {
    const spoiled = join(folder(), 'spoiled.html')
    const inject =
      '<img src="x" onerror="document.title=1"><script>document.title = "taken"</script><p id="styled" style="color: rgb(1, 2, 3)">x</p>'
    writeFileSync(spoiled, readFileSync(file, 'utf8').replace('</body>', `${inject}</body>`))
    const opened = await open({}, pathToFileURL(spoiled).href)
    expect(await opened.page.title()).not.toMatch(/^(?:1|taken)$/)
    expect(await opened.page.evaluate('getComputedStyle(document.getElementById("styled")).color')).not.toBe('rgb(1, 2, 3)')
    // And the open eyes of this suite see it: a page without complaints is one that has none.
    expect(opened.complaints.filter((one) => /Content Security Policy/.test(one)).length).toBeGreaterThanOrEqual(3)
  })
})
