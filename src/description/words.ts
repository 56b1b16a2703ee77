import type { Lang, Words } from '../model.ts'
import { percent } from '../words/figures.ts'
import type { Description, Entry, EvidenceClass } from './form.ts'

export const badges: { readonly [name in EvidenceClass]: Words } = {
  computed: { zh: '〔计算〕', en: '[computed]' },
  estimated: { zh: '〔估算〕', en: '[estimated]' },
  declared: { zh: '〔申报〕', en: '[declared]' },
  sampled: { zh: '〔抽检〕', en: '[sampled]' },
}

/** What is printed where there is no value. */
export const absent: { readonly [state in Exclude<Entry['state'], 'given'>]: Words } = {
  'not-declared': { zh: '未申报', en: 'not declared' },
  'not-assessed': { zh: '未评估', en: 'not assessed' },
}

export const labels = {
  basis: { zh: '编制依据', en: 'Prepared under' },
  merkle: { zh: '数据集默克尔根', en: 'Merkle root of the dataset' },
  manifest: { zh: '文件清单摘要（SHA-256）', en: 'Digest of the file list (SHA-256)' },
  tool: { zh: '审计工具', en: 'Audit tool' },
  asOf: { zh: '基准日', en: 'Reference day' },
  profile: { zh: '法规口径', en: 'Legal profile' },
  completeness: { zh: '申报完整度', en: 'Completeness of what was declared' },
  legend: {
    zh: '〔计算〕由扫描得出，可凭同一数据集复现；〔估算〕由扫描估计；〔申报〕由提供者申报，未经核验；〔抽检〕人工抽检结果，由审核导入或者由提供者申报。未填写的项目载为“未申报”，未测量的项目载为“未评估”，不作推测。百分比保留至小数点后两位，只舍不入，各项之和可能略小于 100%。',
    en: '[computed] comes from the scan and can be repeated on the same dataset; [estimated] is an estimate of it; [declared] is stated by the provider and not verified; [sampled] is the result of a human sample, imported from a review or as declared. What nobody filled is "not declared", what was not measured is "not assessed": nothing is guessed. Percentages are cut after two decimals, never rounded up, so parts may add up to slightly less than 100%.',
  },
  field: { zh: '项目', en: 'Field' },
} as const

const profiles: { readonly [profile: string]: Words } = {
  'cac-2023': { zh: '征求意见稿（cac-2023）', en: 'draft of April 2023 (cac-2023)' },
  'cn-2025': { zh: '暂行办法及国家标准（cn-2025）', en: 'Interim Measures with the national standards (cn-2025)' },
}

/** The lines under the title: name and value. */
export function heading(description: Description, lang: Lang): readonly (readonly [string, string])[] {
  const { declared, required, ppm } = description.completeness
  return [
    [labels.basis[lang], description.basis.map((words) => words[lang]).join(lang === 'zh' ? '；' : '; ')],
    [labels.merkle[lang], description.corpus.merkleRoot],
    [labels.manifest[lang], description.corpus.manifest],
    [labels.tool[lang], `${description.tool.name} ${description.tool.version}`],
    [labels.profile[lang], profiles[description.profile]?.[lang] ?? description.profile],
    [labels.asOf[lang], description.asOf],
    [labels.completeness[lang], `${declared}/${required}${lang === 'zh' ? `（${percent(ppm).zh}）` : ` (${percent(ppm).en})`}`],
  ]
}

/** A note in brackets; a full stop at its end goes. */
export const note = (words: Words, lang: Lang): string =>
  lang === 'zh' ? `（${words.zh.replace(/。$/, '')}）` : ` (${words.en.replace(/\.$/, '')})`
