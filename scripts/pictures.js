/**
 * Takes the pictures of the READMEs, docs/images/report.*.png: the first page of the report that their first command writes, in either
 * language. Wants the system's Chromium, and fonts for Chinese.
 *
 *   npm run pictures
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
if (executablePath === undefined) throw new Error('no Chromium is installed')
const folder = mkdtempSync(join(tmpdir(), 'dataaudit-pictures-'))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  execFileSync(process.execPath, ['bin/dataaudit.js', 'scan', 'fixtures/demo', '--fail-on', 'none', '-q', '-o', folder], { cwd: root })
  const context = await browser.newContext({ viewport: { width: 1200, height: 960 }, colorScheme: 'light' })
  const page = await context.newPage()
  await page.goto(pathToFileURL(join(folder, 'report.html')).href)
  for (const [lang, file] of [
    ['en', 'report.png'],
    ['zh', 'report.zh-CN.png'],
  ]) {
    await page.locator(`label[for="lang-${lang}"], label:has(#lang-${lang})`).first().click()
    await page.screenshot({ path: join(root, 'docs/images', file) })
    process.stdout.write(`docs/images/${file}\n`)
  }
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
