#!/bin/sh
# Independent verifier of a dataaudit report: openssl, jq, coreutils and findutils (git where the scan ignored files), nothing of ours.
# usage: verify.sh REPORT-FOLDER PUBLIC-KEY.pub [CORPUS]        exit 0 all good, 1 something is wrong, 2 usage
# Every step ends in its own `|| die`: `set -e` is off inside `( ... ) || ...`, so it must not be relied on.
die() { echo "FAIL: $*" >&2; exit 1; }
[ $# -ge 2 ] || { echo "usage: verify.sh REPORT-FOLDER PUBLIC-KEY.pub [CORPUS]" >&2; exit 2; }
D=$1; PUB=$2; C=$3; B=$D/report.sigstore.json
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT

# JSON in which a key occurs twice can be read in two ways, and is refused: as a stream of leaves it has more than jq keeps.
plain() {
  [ "$(jq -n --stream '[inputs|select(length==2)]|length' "$1")" = \
    "$(jq '[..|select((type|.!="object" and .!="array") or length==0)]|length' "$1")" ]
}
# Strict base64 of a file, standard or URL-safe alphabet (DSSE has verifiers take both): writing it again must give the same. What has no sign of
# the standard alphabet can be the other one, which may leave its padding out.
unbase64() {
  if grep -q '[+/]' "$1"; then cp "$1" "$1.std" || return 1; else
    tr -- '-_' '+/' < "$1" > "$1.std" || return 1
    case $(($(wc -c < "$1.std") % 4)) in 2) printf == >> "$1.std" ;; 3) printf = >> "$1.std" ;; esac
  fi
  base64 -d "$1.std" > "$2" && base64 -w0 "$2" | cmp -s - "$1.std"
}

# 1. The signature covers payload type and payload (DSSE pre-authentication encoding).
plain "$B" || die "the bundle is no JSON, or has a key twice"
[ "$(jq -r .mediaType "$B")" = application/vnd.dev.sigstore.bundle.v0.3+json ] || die "media type"
[ "$(jq -r '.dsseEnvelope.signatures|length' "$B")" = 1 ] || die "exactly 1 signature is needed"
PT=$(jq -r .dsseEnvelope.payloadType "$B")
[ "$PT" = application/vnd.in-toto+json ] || die "payload type"
jq -j .dsseEnvelope.payload "$B" > "$T/p64" && unbase64 "$T/p64" "$T/st.json" || die "base64 of the payload"
jq -j '.dsseEnvelope.signatures[0].sig' "$B" > "$T/s64" && unbase64 "$T/s64" "$T/sig" || die "base64 of the signature"
# openssl dgst reads no more than the longest signature of the key, and would not see what was hung on to one.
[ "$(wc -c < "$T/sig")" -le 72 ] || die "signature: too long"
{ printf 'DSSEv1 %d %s %d ' "${#PT}" "$PT" "$(wc -c < "$T/st.json")"; cat "$T/st.json"; } > "$T/pae" || die "encoding"
grep -q 'PRIVATE KEY' "$PUB" && die "$PUB holds a PRIVATE key; use the public one"
if openssl pkey -pubin -in "$PUB" -noout -text | grep -qi ed25519; then
  openssl pkeyutl -verify -pubin -inkey "$PUB" -rawin -in "$T/pae" -sigfile "$T/sig" || die "signature"
else
  openssl dgst -sha256 -verify "$PUB" -signature "$T/sig" "$T/pae" || die "signature"
fi

# 2. The statement is ours, and the files of the folder are the signed ones, by name and digest.
plain "$T/st.json" || die "the statement is no JSON, or has a key twice"
[ "$(jq -r ._type "$T/st.json")" = https://in-toto.io/Statement/v1 ] || die "statement type"
[ "$(jq -r .predicateType "$T/st.json")" = urn:dataaudit:audit-report:v1 ] || die "predicate type"
for N in corpus.sha256 report.json report.html findings.jsonl; do
  S=$(jq -r --arg n "$N" '[.subject[]|select(.name==$n)|.digest.sha256]|join(" ")' "$T/st.json")
  [ "${#S}" = 64 ] || die "the statement must name $N exactly once"
  printf '%s  %s\n' "$S" "$N" >> "$T/sums" || die "subjects"
done
(cd "$D" && sha256sum --strict -c "$T/sums") || die "a report file was changed"
plain "$D/report.json" || die "report.json is no JSON, or has a key twice"
jq -cS .predicate.report "$T/st.json" > "$T/a" || die "report in the statement"
jq -cS . "$D/report.json" > "$T/b" || die "report.json"
cmp -s "$T/a" "$T/b" || die "report.json is not the signed report"
jq -r '"verdict: \(.results.verdict)  complete: \(.results.complete)  files: \(.corpus.files)"' "$D/report.json" || die "report.json"
[ -n "$C" ] || { echo "ALL OK (corpus not given, so not checked)"; exit 0; }

# 3. The corpus is the audited one: every listed file, and no other.
M=$(cd "$D" && pwd)/corpus.sha256 || die "manifest"
sed 's/^\\//' "$M" | cut -c67- > "$T/names" || die "manifest"
grep -qE '^/|(^|/)\.\.(/|$)' "$T/names" && die "the manifest names a place outside the corpus"
[ -z "$(LC_ALL=C sort "$T/names" | LC_ALL=C uniq -d)" ] || die "the manifest names a file twice"
(cd "$C" && find . -type f -printf '%P\0') | LC_ALL=C sort -z > "$T/found" || die "names of the corpus"
# A manifest line escapes backslash, newline and carriage return (GNU sha256sum) and then starts with a backslash.
while IFS= read -r line; do
  case $line in \\*) printf '%b\0' "$(printf %s "${line#?}" | cut -c67-)" ;; *) printf '%s\0' "${line#??????????????????????????????????????????????????????????????????}" ;; esac
done < "$M" | LC_ALL=C sort -z > "$T/listed" || die "manifest"
# sha256sum follows links and waits for pipes: before it looks, what is listed must lie in the corpus as a regular file.
[ "$(LC_ALL=C comm -z -13 "$T/found" "$T/listed" | wc -c)" -eq 0 ] || die "the corpus was changed: a listed file is missing, or a link, or no regular file"
[ ! -s "$M" ] || (cd "$C" && sha256sum --strict --quiet -c "$M") || die "the corpus was changed"
LC_ALL=C comm -z -23 "$T/found" "$T/listed" > "$T/extra" || die "names of the corpus"
[ -s "$T/extra" ] || { echo "ALL OK"; exit 0; }

# 4. Files that are not listed: each must fall under an ignore rule that the signed report names (gitignore syntax).
# Git is asked in an empty repository, so that no .gitignore of the corpus has a say.
command -v git > /dev/null || die "files were added to the corpus, or the scan ignored some on purpose: git is needed to tell (jq .corpus.serialization.ignore report.json)"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
jq -r '.corpus.serialization.ignore[]' "$D/report.json" > "$T/ignore" || die "report.json"
git init -q "$T/empty" && : > "$T/empty/.git/info/exclude" || die "git init"
git -C "$T/empty" -c core.excludesFile="$T/ignore" -c core.ignoreCase=false check-ignore --no-index --stdin -z < "$T/extra" > "$T/ignored"
LC_ALL=C sort -z "$T/ignored" | cmp -s - "$T/extra" || die "files were added to the corpus"
echo "not audited on purpose: $(tr -dc '\0' < "$T/extra" | wc -c) files under the ignore rules of the signed report"
echo "ALL OK"
