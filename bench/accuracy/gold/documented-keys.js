import { digits } from './random.js'

/**
 * What makers say their keys look like, as data: fixed text, and `{alphabet length}` for what is drawn. Written down from the makers' pages and
 * from keys their programs print, not from the rules: a rule that asks for something else misses these. Nothing here was ever issued.
 */
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const alphabets = {
  hex: `${digits}abcdef`,
  HEX: `${digits}ABCDEF`,
  base62: digits + upper + lower,
  url64: `${digits}${upper}${lower}-_`,
  plain64: `${digits}${upper}${lower}+/`,
  base36: digits + lower,
  BASE36: digits + upper,
  base32: `${upper}234567`,
  small32: `${lower}234567`,
  crockford: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  letters: upper + lower,
  digits,
}
const uuid = '{hex 8}-{hex 4}-4{hex 3}-a{hex 3}-{hex 12}'

/** Provider → its forms. The last character of a form in base64url is a letter or digit: where a hyphen ends it, text does not show. */
export const documented = {
  'aws-bedrock': ['ABSK{plain64 128}'],
  'aws-mws': [`amzn.mws.${uuid}`],
  'aws-appsync': ['da2-{base36 26}'],
  'amazon-login': ['amzn1.oa2-cs.v1.{hex 64}', 'Atzr|IwEB{url64 300}{base62 1}'],
  fly: ['fm2_{plain64 400}', 'fo1_{url64 42}{base62 1}'],
  'cloudflare-origin-ca': ['v1.0-{hex 24}-{hex 146}'],
  dropbox: ['sl.u.{url64 150}{base62 1}'],
  'one-password': ['A3-{BASE36 6}-{BASE36 11}-{BASE36 5}-{BASE36 5}-{BASE36 5}'],
  'frame-io': ['fio-u-{url64 63}{base62 1}'],
  salesforce: ['00D{base62 12}!AQ{base62 94}'],
  'mailgun-dashed': ['{hex 32}-{hex 8}-{hex 8}'],
  telnyx: ['KEY0{HEX 31}_{base62 22}'],
  'checkout-com': [`sk_${uuid}`, 'sk_sbox_{small32 27}'],
  paddle: ['pdl_live_apikey_01{base36 24}_{base62 22}_{base62 3}'],
  lob: ['live_{hex 35}', 'test_{hex 35}'],
  gocardless: ['live_{url64 39}{base62 1}', 'sandbox_{url64 39}{base62 1}'],
  klaviyo: ['pk_{hex 34}', 'pk_{base62 6}_{hex 34}'],
  clickup: ['pk_{digits 8}_{BASE36 32}'],
  zoho: ['1000.{hex 32}.{hex 32}'],
  riot: [`RGAPI-${uuid}`],
  polar: ['polar_oat_{base62 43}', 'polar_pat_{base62 43}'],
  onesignal: ['os_v2_app_{small32 103}', 'os_v2_org_{small32 103}'],
  'docker-swarm': ['SWMTKN-1-{base36 50}-{base36 25}', 'SWMKEY-1-{plain64 43}'],
  circleci: ['CCIPAT_{base58 22}_{hex 40}', 'CCIPRJ_{base58 22}_{hex 40}'],
  buildkite: ['bkua_{hex 40}', 'bkct_{base58 64}'],
  netlify: ['nfp_{base62 36}'],
  deno: ['ddp_{base62 36}'],
  harness: ['pat.{url64 22}.{hex 24}.{base62 20}', 'sat.{url64 22}.{hex 24}.{base62 20}'],
  posthog: ['phx_{base62 43}', 'phs_{base62 47}'],
  launchdarkly: [`api-${uuid}`, `sdk-${uuid}`],
  apify: ['apify_api_{base62 36}'],
  wakatime: [`waka_${uuid}`],
  'firebase-server': ['AAAA{url64 7}:APA91b{url64 133}{base62 1}'],
  honeycomb: ['hcaik_{base36 58}', 'hcbic_{base36 58}'],
  e2b: ['e2b_{hex 40}'],
  inngest: ['signkey-prod-{hex 64}'],
  'trigger-dev': ['tr_prod_{base62 24}'],
  bitwarden: [`0.${uuid}.{base62 30}:{plain64 22}==`],
  axiom: [`xaat-${uuid}`, `xapt-${uuid}`],
  logfire: ['pylf_v1_us_{base62 43}'],
  ory: ['ory_st_{base62 32}', 'ory_at_{url64 43}.{url64 42}{base62 1}', 'ory_pat_{base62 32}'],
  unkey: ['unkey_3Z{base58 22}'],
  'azure-storage-identifiable': ['{plain64 76}+ASt{plain64 5}A==', '{base62 52}JQQJ99{BASE36 1}A{base62 16}{letters 1}{base62 7}'],
  'defined-networking': ['dnkey-{base32 26}-{base32 52}'],
  'mongodb-atlas': ['mdb_sa_sk_{url64 39}{base62 1}'],
  confluent: ['cflt{plain64 60}'],
  tableau: ['{plain64 22}==:{base62 32}'],
  maxmind: ['{base62 6}_{base62 29}_mmk'],
  segment: ['sgp_{base62 64}'],
  fullstory: ['na1.{plain64 100}'],
  neon: ['napi_{base36 64}', 'npg_{base62 2}3xK{base62 7}'],
  'slack-config': ['xoxe.xoxp-1-{base62 160}', 'xoxe-1-{base62 146}'],
  'twitch-stream': ['live_{digits 9}_{base62 30}'],
  'llama-cloud': ['llx-{base62 48}'],
  langfuse: [`sk-lf-${uuid}`],
  runpod: ['rpa_{BASE36 40}{base36 6}'],
  aiven: ['AVNS_{url64 18}{base62 1}'],
  'cockroach-cloud': ['CCDB1_{base62 22}_{base62 40}'],
  astra: ['AstraCS:{letters 24}:{hex 64}'],
  tinybird: ['p.eyJ{url64 90}.{url64 42}{base62 1}'],
  pubnub: ['sec-c-{base62 48}'],
  'cloudflare-tunnel': ['eyJhIjoi{base62 44}LCJ0Ijoi{base62 124}'],
  yandex: ['AQVN{url64 35}{base62 1}', 'y0_{url64 54}{base62 1}', 't1.{url64 160}.{url64 85}{base62 1}'],
  appwrite: ['standard_{hex 256}'],
  infisical: ['st.{hex 24}.{hex 32}.{hex 32}'],
  netbird: ['nbp_{base62 36}'],
  snyk: ['snyk_uat.{hex 8}.eyJ{url64 140}.{url64 85}{base62 1}'],
  socket: ['sktsec_{url64 43}{base62 1}_api'],
  jetbrains: ['perm:{base62 8}.{base62 6}.{base62 30}', 'perm-{base62 6}==.{base62 6}==.{base62 30}'],
  trello: ['ATTA{hex 64}{HEX 8}'],
  nylas: ['nyk_v0_{base62 64}'],
  deepl: [`${uuid}:fx`],
  'open-vsx': [`ovsxat_${uuid}`],
  unleash: ['default:development.{hex 56}', '*:production.{hex 60}'],
  'cal-com': ['cal_live_{hex 32}'],
  canva: ['cnvca{url64 50}{base62 1}'],
  miro: ['eyJtaXJvLm9yaWdpbiI6ImV1MDEifQ_{url64 26}{base62 1}'],
  modrinth: ['mrp_{base62 60}'],
  'mercado-pago': ['APP_USR-{digits 16}-{digits 6}-{hex 32}-{digits 9}', 'TEST-{digits 16}-{digits 6}-{hex 32}-{digits 9}'],
  midtrans: ['SB-Mid-server-{url64 23}{base62 1}', 'Mid-server-{url64 23}{base62 1}'],
  xendit: ['xnd_production_{base62 60}', 'xnd_development_{base62 60}'],
  toss: ['live_sk_{base62 28}', 'test_gsk_{base62 28}'],
  asaas: ['$aact_prod_{base62 156}'],
  ebay: ['PRD-{hex 12}-{hex 4}-{hex 4}-{hex 4}-{hex 4}'],
  onfido: ['api_live.{url64 11}.{url64 31}{base62 1}', 'api_sandbox_us.{url64 11}.{url64 31}{base62 1}'],
  persona: [`persona_production_${uuid}`],
  sumsub: ['prd:{base62 24}.{base62 32}'],
  vk: ['vk1.a.{url64 197}{base62 1}'],
  matrix: ['syt_{base62 8}_{letters 20}_{base62 6}'],
  intercom: ['dG9rO{base62 54}='],
  voiceflow: ['VF.DM.{hex 24}.{base62 16}'],
  context7: [`ctx7sk-${uuid}`],
  coze: ['pat_{base62 64}', 'sat_{base62 64}'],
  dify: ['app-4{base62 11}Kq{base62 10}', 'dataset-4{base62 11}Kq{base62 10}'],
  serverchan: ['SCT{digits 6}T{base62 24}'],
}

/** A key of a form: its fixed text, and what is drawn. */
export const drawnKey = (form) => (r) =>
  form.replace(/\{(\w+) (\d+)\}/g, (_, alphabet, length) => r.string(alphabets[alphabet], Number(length)))

/** Providers all of whose keys have the length that is written here. */
const exact =
  'aws-appsync onesignal circleci e2b inngest honeycomb cockroach-cloud astra nylas netbird infisical cal-com modrinth voiceflow coze canva aiven neon segment appwrite defined-networking mongodb-atlas telnyx paddle harness mem0 sumsub unkey klaviyo'
    .split(' ')
    .filter((name) => name in documented)
const last = /\{(\w+) (\d+)\}(?=[^{}]*$)/
const every = Object.values(documented).flat()
const exactForms = exact.flatMap((name) => documented[name])
/** A form whose last drawn part is as many characters longer, or shorter. */
const resized = (form, by) => form.replace(last, (_, alphabet, length) => `{${alphabet} ${Number(length) + by}}`)
/** A form with a sign of no alphabet in the middle of its last drawn part. */
const broken = (form) =>
  form.replace(last, (_, alphabet, length) => `{${alphabet} ${length >> 1}}~{${alphabet} ${length - (length >> 1) - 1}}`)
/** A form with what manuals write for each drawn part. */
const masked = (form) => (r) =>
  form.replace(/\{(\w+) (\d+)\}/g, (_, alphabet, length) =>
    r.one([/^(?:hex|digits)$/.test(alphabet) ? '0'.repeat(length) : 'x'.repeat(length), '*'.repeat(length), '<your-key>', '…']),
  )
const places = ['{}', '编号 {}', 'see {}', '"{}"', 'value={}']

/** What looks like a key of a maker and is none: its form with a character too few or too many, of no alphabet, inside what is longer, or masked. */
export const documentedMiss = {
  'one-too-few': [(r) => drawnKey(resized(r.one(exactForms), -1))(r), places],
  'one-too-many': [(r) => drawnKey(resized(r.one(exactForms), 1))(r), places],
  'wrong-sign': [(r) => drawnKey(broken(r.one(exactForms)))(r), places],
  'inside-a-word': [(r) => `${r.string(alphabets.base62, 8)}${drawnKey(r.one(exactForms))(r)}`, places],
  'inside-base64': [
    (r) =>
      `${r.string(alphabets.plain64, 120)}${drawnKey(r.one(exactForms.filter((form) => !/[^\w{} ]/.test(form))))(r)}${r.string(alphabets.plain64, 120)}`,
    ['{}', '"data": "{}"', '正文 {}'],
  ],
  masked: [(r) => masked(r.one(every))(r), ['{}', '例如 {}', 'API_KEY={}', 'token: "{}"', 'looks like {}']],
}
