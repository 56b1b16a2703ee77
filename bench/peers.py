"""One peer over the texts of a JSON Lines file: python peers.py NAME FILE. Their own code, without a model and without the network.

Prints the number of texts it handled; exits 3 with the reason when the peer is not installed or cannot run.
"""
import json
import sys


def datatrove():
    """datatrove's PIIFormatter: e-mail addresses and public IP addresses."""
    from datatrove.pipeline.formatters import PIIFormatter

    return PIIFormatter().format


def dolma():
    """dolma's regular-expression tagger: e-mail addresses, IP addresses, US phone numbers."""
    from dolma.core.data_types import Document
    from dolma.taggers.pii import FastPiiRegex

    tagger = FastPiiRegex()
    return lambda text: tagger.predict(Document(id="0", text=text, source="bench"))


def presidio():
    """presidio's pattern recognisers for English, without an NLP model."""
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        CryptoRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        IpRecognizer,
        MedicalLicenseRecognizer,
        PhoneRecognizer,
        UrlRecognizer,
        UsBankRecognizer,
        UsLicenseRecognizer,
        UsPassportRecognizer,
        UsSsnRecognizer,
    )

    kinds = (CreditCardRecognizer, CryptoRecognizer, EmailRecognizer, IbanRecognizer, IpRecognizer, MedicalLicenseRecognizer)
    kinds += (PhoneRecognizer, UrlRecognizer, UsBankRecognizer, UsLicenseRecognizer, UsPassportRecognizer, UsSsnRecognizer)
    recognizers = [kind() for kind in kinds]
    return lambda text: [one.analyze(text, one.supported_entities, None) for one in recognizers]


def data_juicer():
    """data-juicer's cleaners of e-mail addresses, IP addresses and links."""
    from data_juicer.ops.mapper import CleanEmailMapper, CleanIpMapper, CleanLinksMapper

    cleaners = [CleanEmailMapper(), CleanIpMapper(), CleanLinksMapper()]

    def clean(text):
        batch = {"text": [text]}
        for cleaner in cleaners:
            batch = cleaner.process_batched(batch)

    return clean


peers = {"datatrove": datatrove, "dolma": dolma, "presidio": presidio, "data-juicer": data_juicer}

if __name__ == "__main__":
    try:
        run = peers[sys.argv[1]]()
    except Exception as error:  # whatever its import or set-up raises is the reason
        print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
        sys.exit(3)
    if len(sys.argv) < 3:
        sys.exit(0)
    handled = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            run(json.loads(line)["text"])
            handled += 1
    print(handled)
