import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Authorities of our own, made by openssl: one that stamps times, and one that certifies identities as Fulcio does. */

const openssl = (cwd: string, ...args: readonly string[]) =>
  execFileSync('openssl', args, { cwd, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 24 })

/** A self-signed root `name.crt` with its key. */
function root(cwd: string, name: string): void {
  openssl(cwd, 'ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`)
  const extensions = ['basicConstraints=critical,CA:TRUE,pathlen:1', 'keyUsage=critical,keyCertSign,cRLSign'].flatMap((one) => [
    '-addext',
    one,
  ])
  openssl(
    cwd,
    'req',
    '-x509',
    '-new',
    '-key',
    `${name}.key`,
    '-sha256',
    '-days',
    '3650',
    '-subj',
    `/O=Test/CN=${name}`,
    ...extensions,
    '-out',
    `${name}.crt`,
  )
}

/** A certificate `name.crt` under a root. */
function leaf(cwd: string, name: string, by: string, extensions: string): void {
  openssl(cwd, 'ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`)
  openssl(cwd, 'req', '-new', '-key', `${name}.key`, '-subj', `/O=Test/CN=${name}`, '-out', `${name}.csr`)
  writeFileSync(join(cwd, `${name}.ext`), extensions)
  openssl(
    cwd,
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${by}.crt`,
    '-CAkey',
    `${by}.key`,
    '-CAcreateserial',
    '-days',
    '3650',
    '-sha256',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.crt`,
  )
}

export interface StampAuthority {
  readonly folder: string
  /** The certificate that signs and its root, PEM. */
  readonly chain: string
  readonly root: string
  /** A command for `--tsa-cmd`. */
  readonly command: string
  /** The response to a query, DER. */
  stamp(query: Uint8Array): Buffer
}

/** A time-stamping authority in a folder of its own (RFC 3161), on the clock of this machine. */
export function stampAuthority(place: string, name = 'tsa'): StampAuthority {
  const folder = join(place, name)
  mkdirSync(folder)
  root(folder, 'root')
  leaf(
    folder,
    'stamp',
    'root',
    'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n',
  )
  writeFileSync(join(folder, 'serial'), '01\n')
  writeFileSync(
    join(folder, 'tsa.cnf'),
    `[tsa]\ndefault_tsa = it\n[it]\nserial = ${folder}/serial\ncrypto_device = builtin\nsigner_cert = ${folder}/stamp.crt\ncerts = ${folder}/root.crt\nsigner_key = ${folder}/stamp.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256, sha384, sha512\naccuracy = secs:1\nordering = yes\ntsa_name = no\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n`,
  )
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return {
    folder,
    chain: read('stamp.crt') + read('root.crt'),
    root: read('root.crt'),
    command: `cat > ${folder}/q && openssl ts -reply -config ${folder}/tsa.cnf -queryfile ${folder}/q 2>/dev/null`,
    stamp(query) {
      writeFileSync(join(folder, 'q'), query)
      return openssl(folder, 'ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q')
    },
  }
}

export interface IdentityAuthority {
  readonly folder: string
  readonly rootDer: Buffer
  /** Certifies a fresh key for an identity: its private key (PEM) and its certificate (DER). */
  certify(issuer: string, san: string): { readonly key: string; readonly certificate: Buffer }
}

/** An authority that puts the issuer and the identity into certificates where Fulcio puts them (1.3.6.1.4.1.57264.1.8 and the URI name). */
export function identityAuthority(place: string, name = 'fulcio'): IdentityAuthority {
  const folder = join(place, name)
  mkdirSync(folder)
  root(folder, 'root')
  let serial = 0
  return {
    folder,
    rootDer: openssl(folder, 'x509', '-in', 'root.crt', '-outform', 'DER'),
    certify(issuer, san) {
      const one = `leaf${serial++}`
      leaf(
        folder,
        one,
        'root',
        `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nsubjectAltName=critical,URI:${san}\n1.3.6.1.4.1.57264.1.8=ASN1:UTF8String:${issuer}\n`,
      )
      return {
        key: readFileSync(join(folder, `${one}.key`), 'utf8'),
        certificate: openssl(folder, 'x509', '-in', `${one}.crt`, '-outform', 'DER'),
      }
    },
  }
}
