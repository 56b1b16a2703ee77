"""Reads a bundle as other people's programs read it: the DSSE envelope with securesystemslib, the statement in it with the in-toto attestation
library. Prints ok or why not. usage: envelope.py BUNDLE PUBLIC-KEY CORPUS.SHA256"""

import hashlib
import json
import sys


def judge(bundle_path, key_path, manifest_path):
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from google.protobuf import json_format
    from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.statement import Statement
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import SSlibKey

    with open(bundle_path, encoding="utf-8") as file:
        envelopes = [json.loads(line) for line in file] if bundle_path.endswith(".jsonl") else [json.load(file)["dsseEnvelope"]]
    with open(key_path, "rb") as file:
        public = load_pem_public_key(file.read())
    with open(manifest_path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    # The library asks for a key by the name the signature gives it, and ours gives none.
    given = SSlibKey.from_crypto(public)
    key = SSlibKey("", given.keytype, given.scheme, given.keyval)
    types = ["urn:dataaudit:audit-report:v1", "https://in-toto.io/attestation/test-result/v0.1"]
    for json_envelope, predicate_type in zip(envelopes, types):
        envelope = Envelope.from_dict(json_envelope)
        assert envelope.verify([key], 1) == {"": key}
        assert envelope.payload_type == "application/vnd.in-toto+json", envelope.payload_type
        statement = Statement.copy_from_pb(json_format.Parse(envelope.payload, statement_pb2.Statement()))
        statement.validate()
        assert statement.pb.predicate_type == predicate_type, statement.pb.predicate_type
        subjects = {subject.name: subject.digest["sha256"] for subject in statement.pb.subject}
        assert subjects["corpus.sha256"] == digest, "corpus.sha256 is not the signed one"
    if len(envelopes) > 1:
        # The predicate has the fields of its type and no others.
        json_format.ParseDict(json_format.MessageToDict(statement.pb.predicate), test_result_pb2.TestResult())


try:
    judge(*sys.argv[1:])
except Exception as error:  # the reason is the answer
    print(f"{type(error).__name__}: {error}")
    sys.exit(1)
print("ok")
