import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { Rule } from '../model.ts'
import { canonicalJson } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import { Stop } from '../stop.ts'
import { readAccuracy } from './accuracy.ts'
import type { Pack, RuleBook } from './book.ts'
import { builtSemanticDigest, parseRuleFile } from './built.ts'
import { checkReferences } from './check.ts'
import { checkExpressions } from './expressions.ts'
import { loadLaw } from './legal.ts'
import { codeRuleSchema, type PackManifest, packSchema, type RuleSource, risksSchema, ruleSchema } from './schema.ts'
import { loadSensitivity } from './sensitivity.ts'

/** The folder of the packs that ship with the program. */
export const builtInFolder = fileURLToPath(new URL('../../rules/', import.meta.url))
/**
 * Loads the built-in packs and those added by folder or npm package name, and checks every reference.
 *
 * @throws Stop exit 2: a pack that is not there, a file the schema refuses, an id that is not its path, an unknown clause or risk type, an empty rule set, a pack with code that is not trusted
 */
export function loadRuleBook(added: readonly string[], options: { readonly trustCode: boolean; readonly cwd: string }): RuleBook {
  const risks = parseRuleFile(risksSchema, read(join(builtInFolder, 'risks.yaml')), 'rules/risks.yaml', 'rules.risks')
  const law = loadLaw(builtInFolder)
  const lists = new Map<string, readonly string[]>()
  const packs: Pack[] = []
  for (const entry of readdirSync(builtInFolder, { withFileTypes: true }).sort(byName)) {
    if (entry.isDirectory() && entry.name !== 'legal')
      packs.push(loadPack(join(builtInFolder, entry.name), `rules/${entry.name}`, 'built-in', lists, options.trustCode))
  }
  const code: string[] = []
  for (const name of added) {
    const folder = packFolder(name, options.cwd)
    const pack = loadPack(folder, name, 'added', lists, options.trustCode)
    packs.push(pack)
    checkExpressions(pack.rules)
    if (pack.manifest.code) code.push(join(folder, 'detectors', 'index.js'))
  }
  checkReferences(packs, risks, law)
  const ids = new Set(packs.flatMap((pack) => pack.rules.map((rule) => rule.id)))
  const sensitivity = loadSensitivity(builtInFolder, (rule) => ids.has(rule))
  return { packs, lists, code, risks, law, accuracy: readAccuracy(join(builtInFolder, 'accuracy.json')), sensitivity }
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
const read = (file: string) => readFileSync(file, 'utf8')
const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() === true

function packFolder(name: string, cwd: string): string {
  const folder = resolve(cwd, name)
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder
  try {
    return dirname(createRequire(pathToFileURL(join(cwd, 'x.js'))).resolve(`${name}/pack.yaml`))
  } catch {
    throw new Stop('usage', 'rules.pack-not-found', {
      en: `rule pack "${name}" is neither a folder nor an installed package with a pack.yaml; give the folder's path or install the package`,
      zh: `规则包“${name}”既不是文件夹，也不是含 pack.yaml 的已安装软件包；请给出文件夹路径，或先安装该软件包`,
    })
  }
}

function loadPack(folder: string, shown: string, ...rest: [Pack['origin'], Map<string, readonly string[]>, boolean]): Pack {
  try {
    return readPack(folder, shown, ...rest)
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error
    throw new Stop('usage', 'rules.unreadable', {
      en: `rule pack ${shown} cannot be read: a file or folder in it cannot be (${(error as NodeJS.ErrnoException).code}); check their permissions`,
      zh: `无法读取规则包 ${shown}：其中有文件或目录无法读取（${(error as NodeJS.ErrnoException).code}）；请检查权限`,
    })
  }
}

function readPack(folder: string, shown: string, origin: Pack['origin'], lists: Map<string, readonly string[]>, trustCode: boolean): Pack {
  if (!isFile(join(folder, 'pack.yaml'))) {
    throw new Stop('usage', 'rules.no-manifest', {
      en: `rule pack ${shown} has no pack.yaml; every pack needs one (schema, id, version, title, license)`,
      zh: `规则包 ${shown} 缺少 pack.yaml；每个规则包都需要它（schema、id、version、title、license）`,
    })
  }
  const files = (readdirSync(folder, { recursive: true, withFileTypes: true }) as import('node:fs').Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: file.slice(folder.length + (folder.endsWith('/') ? 0 : 1)).replaceAll('\\', '/') }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
  const manifest = parseRuleFile(packSchema, read(join(folder, 'pack.yaml')), `${shown}/pack.yaml`, 'rules.manifest')
  if (manifest.code && !trustCode) {
    throw new Stop('usage', 'rules.code-not-trusted', {
      en: `rule pack "${manifest.id}" carries code and would run it; pass --trust-code if you trust its author`,
      zh: `规则包“${manifest.id}”带有可执行代码；如信任其作者，请加上 --trust-code`,
    })
  }
  const rules: Rule[] = []
  const listDigests: { [name: string]: string } = {}
  const listing: string[] = []
  for (const { file, name } of files) {
    const bytes = readFileSync(file)
    listing.push(`${sha256(bytes)}  ${name}\n`)
    if (name.endsWith('.yaml') && name !== 'pack.yaml') rules.push(...readRules(bytes.toString('utf8'), manifest, `${shown}/${name}`, name))
    else if (manifest.code && /\.[cm]?js$/.test(name)) listDigests[name] = sha256(bytes)
    else if (name.endsWith('.txt')) {
      listDigests[name] = sha256(bytes)
      lists.set(`${manifest.id}/${name}`, readList(bytes.toString('utf8'), `${shown}/${name}`))
    }
  }
  if (rules.length === 0) {
    throw new Stop('usage', 'rules.empty', {
      en: `rule pack ${shown} holds no rule; a rule is a .yaml file beside pack.yaml`,
      zh: `规则包 ${shown} 没有任何规则；规则是与 pack.yaml 同目录的 .yaml 文件`,
    })
  }
  const digest = sha256(listing.join(''))
  const semanticDigest =
    builtSemanticDigest(digest) ?? sha256(canonicalJson({ rules: [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)), lists: listDigests }))
  return { manifest, origin, rules, digest, semanticDigest }
}

function readList(text: string, where: string): string[] {
  const bad = text.split('\n').findIndex((line) => line.includes('\uFFFD'))
  if (bad >= 0)
    throw new Stop('usage', 'rules.list', {
      en: `${where}:${bad + 1}: what stands here is not UTF-8; save the file as UTF-8`,
      zh: `${where}:${bad + 1}：此处不是 UTF-8 编码，请将文件另存为 UTF-8`,
    })
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

const ruleFile = z.union([z.array(ruleSchema).min(1), ruleSchema])

function readRules(text: string, { id: pack, code }: PackManifest, where: string, name: string): Rule[] {
  // A list and a single rule are told apart first, so that mistakes are told for the right one.
  const isList = /^\s*(?:#[^\n]*\n\s*)*(?:-|\[)/.test(text) && !/^---\s*\n\s*[a-z]/.test(text)
  const one = (code ? codeRuleSchema : ruleSchema) as typeof ruleSchema
  const schema: z.ZodType<z.infer<typeof ruleFile>> = isList ? z.array(one).min(1) : one
  const value = parseRuleFile(schema, text, where, 'rules.schema')
  const sources: RuleSource[] = Array.isArray(value) ? value : [value]
  return sources.map((source) => {
    const wanted = isList ? `${pack}/${source.id.split('/')[1] ?? ''}` : `${pack}/${basename(name, '.yaml')}`
    if (source.id !== wanted) {
      throw new Stop('usage', 'rules.id', {
        en: `${where}: rule id "${source.id}" is not its path; write "${wanted}"`,
        zh: `${where}：规则编号“${source.id}”与路径不一致；应写作“${wanted}”`,
      })
    }
    const message = source.message ?? { zh: `疑似命中：${source.title.zh}`, en: `candidate match: ${source.title.en}` }
    return { ...source, pack, message } as unknown as Rule
  })
}
