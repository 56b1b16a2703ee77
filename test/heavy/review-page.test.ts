import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, folder, lines, reportOf, run, skipped } from '../cli/kit.ts'

/** The review page in a browser: by keyboard, offline, in both languages, and its verdicts go back into the report. */

const executable = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
)
/** Where pictures of the page are kept for a look: `DATAAUDIT_SHOTS`, or a folder for the temporary. */
const shots = process.env.DATAAUDIT_SHOTS ?? mkdtempSync(join(tmpdir(), 'dataaudit-shots-'))

describe('the review page', () => {
  let browser: Browser | undefined
  let root: string
  beforeAll(async () => {
    if (executable === undefined) return skipped('the review page', 'no Chromium was found; set CHROMIUM to one')
    browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] })
    root = fill(folder(), {
      'c/a.jsonl': lines([
        { text: '请拨打手机13912345678，或出示身份证11010519491231002X办理。', source: 'forum' },
        { text: '</script><img src=x onerror="document.title=\'broken\'"> 春天的河边有一班早船。', source: 'press' },
        { text: 'The tide table is printed every spring.\nIt has two columns.\u202e', source: 'press' },
        { text: '夜里的图书馆很安静。' },
      ]),
    })
    await run(['scan', 'c', '--no-config', '--fail-on', 'none', '-o', 'r'], { cwd: root })
    const drawn = await run(['--lang', 'zh', 'sample', 'r', '--corpus', 'c', '--no-config'], { cwd: root })
    expect(drawn.status, drawn.stderr).toBe(0)
  })
  afterAll(() => browser?.close())

  const opened = async (context: Awaited<ReturnType<Browser['newContext']>>) => {
    const page = await context.newPage()
    const wrong: string[] = []
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    page.on('pageerror', (error) => wrong.push(error.message))
    page.on('request', (request) => !request.url().startsWith('file:') && !request.url().startsWith('blob:') && wrong.push(request.url()))
    await page.goto(pathToFileURL(join(root, 'dataaudit-review/review.html')).href)
    return { page, wrong }
  }
  const at = async (page: Page) => (await page.textContent('#place'))!
  /** Goes on until the record of this number is shown. */
  const goTo = async (page: Page, record: string) => {
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft')
    for (let i = 0; i < 4 && (await at(page)) !== record; i++) await page.keyboard.press('ArrowRight')
    expect(await at(page)).toBe(record)
  }

  it('is worked by keyboard alone, and its file goes back into the report', async (context) => {
    if (browser === undefined) return context.skip()
    const window = await browser.newContext({ offline: true, acceptDownloads: true, viewport: { width: 1200, height: 900 } })
    const { page, wrong } = await opened(window)
    expect(await page.title()).toBe('语料人工抽检')
    await page.focus('#reviewer')
    await page.keyboard.type('r-07')
    await page.keyboard.press('Tab')
    await page.evaluate('document.activeElement.blur()')
    await goTo(page, '1:3')
    expect(await page.textContent('#source')).toBe('未注明')
    await goTo(page, '1:0')
    expect(await page.textContent('#source')).toBe('forum')
    expect(await page.locator('mark').allTextContents()).toEqual(['13912345678', '11010519491231002X'])
    await page.screenshot({ path: join(shots, 'review-zh.png'), fullPage: true })
    await page.keyboard.press('1')
    await page.keyboard.press('2')
    await page.keyboard.press('2')
    expect(await page.locator('.hits .right').count()).toBe(1)
    expect(await page.locator('.hits .wrong').count()).toBe(1)
    await page.keyboard.press('f')
    expect(await page.evaluate('document.activeElement.id')).toBe('risk')
    await page.selectOption('#risk', 'CN-A4-e')
    await page.keyboard.press('Enter')

    await goTo(page, '1:1')
    // What the corpus says is text: no markup, no script.
    expect(await page.locator('#text').textContent()).toContain('</script><img src=x')
    expect(await page.locator('#text img').count()).toBe(0)
    await page.keyboard.press('p')
    await goTo(page, '1:2')
    // A character that would turn the line around is shown by number.
    expect(await page.locator('#text').textContent()).toContain('⟨U+202E⟩')
    await page.keyboard.press('p')
    await goTo(page, '1:3')
    await page.keyboard.press('u')
    expect(await page.textContent('#count')).toContain('4 / 4')

    const waiting = page.waitForEvent('download')
    await page.keyboard.press('s')
    const download = await waiting
    expect(download.suggestedFilename()).toBe('verdicts-r-07.csv')
    const file = join(root, 'v.csv')
    await download.saveAs(file)
    const text = readFileSync(file, 'utf8')
    expect(text).not.toContain('13912345678')
    expect(text.split('\r\n').filter((line) => line.startsWith('1:0,'))[0]).toMatch(/^1:0,fail,CN-A4-e,\S+,\S+,r-07,\d{4}-/)
    expect(wrong).toEqual([])
    expect(await page.title()).toBe('语料人工抽检')

    const reviewed = await run(['review', 'r', 'v.csv', '--no-config', '--fail-on', 'none'], { cwd: root })
    expect(reviewed.status, reviewed.stderr).toBe(0)
    const { items, failedByRisk, precision } = reportOf(join(root, 'r')).review.result!
    expect(items).toMatchObject({ reviewed: 4, passed: 2, failed: 1, unsure: 1, missing: 0 })
    expect(failedByRisk).toEqual([{ risk: 'CN-A4-e', items: 1 }])
    expect(precision.map(({ right }) => right.k).sort()).toEqual([0, 1])

    // Work is kept between visits, and a saved file brings it back elsewhere.
    await page.reload()
    expect(await page.textContent('#count')).toContain('4 / 4')
    const elsewhere = await browser.newContext({ offline: true })
    const second = await opened(elsewhere)
    expect(await second.page.textContent('#count')).toContain('0 / 4')
    await second.page.setInputFiles('#file', file)
    // The page forbids what evaluates strings, so the wait is for what it shows.
    await second.page.locator('#count', { hasText: '4 / 4' }).waitFor()
    expect(await second.page.inputValue('#reviewer')).toBe('r-07')
    writeFileSync(join(root, 'foreign.csv'), text.replaceAll(/[0-9a-f]{16}(?=\r\n)/g, '0'.repeat(16)))
    await second.page.setInputFiles('#file', join(root, 'foreign.csv'))
    await second.page.locator('#said', { hasText: '不是本次样本' }).waitFor()
    await elsewhere.close()
    await window.close()
  })

  it('speaks both languages, in light and dark, on a small screen too', async (context) => {
    if (browser === undefined) return context.skip()
    const window = await browser.newContext({ offline: true, colorScheme: 'dark', viewport: { width: 420, height: 900 } })
    const { page, wrong } = await opened(window)
    await page.selectOption('#lang', 'en')
    expect(await page.title()).toBe('Human review of a corpus sample')
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await page.evaluate('document.activeElement.blur()')
    await goTo(page, '1:0')
    await page.keyboard.press('f')
    await page.screenshot({ path: join(shots, 'review-en-dark-small.png'), fullPage: true })
    // Every control has a name, nothing is cut off at the side.
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    const nameless = await page.evaluate(
      `[...document.querySelectorAll('button, select, input:not([hidden])')].filter((node) => !(node.textContent.trim() || node.closest('label')?.textContent.trim())).map((node) => node.id)`,
    )
    expect(nameless).toEqual([])
    // Without an id nothing is saved.
    await page.evaluate('document.activeElement.blur()')
    await page.fill('#reviewer', '')
    await page.click('#save')
    expect(await page.textContent('#said')).toContain('reviewer id')
    expect(wrong).toEqual([])
    await window.close()
  })
})
