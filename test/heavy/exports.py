"""Validates what `dataaudit describe` writes with the validators of the formats' own projects. Prints one line a check: name, ok or why not."""

import json
import logging
import sys

logging.disable(logging.CRITICAL)
kind, path = sys.argv[1], sys.argv[2]


def croissant():
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=path)
    issues = dataset.metadata.ctx.issues
    assert not issues.errors, sorted(map(str, issues.errors))
    assert not issues.warnings, sorted(map(str, issues.warnings))
    conforms = json.load(open(path, encoding="utf-8"))["dct:conformsTo"]
    assert conforms == ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"], conforms
    assert [one.id for one in dataset.metadata.distribution][0] == "corpus.sha256"


def cyclonedx():
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    errors = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(path, encoding="utf-8").read())
    assert errors is None, str(errors)[:2000]


def spdx():
    from spdx_python_model import v3_0_1 as model

    objects = model.SHACLObjectSet()
    with open(path, "rb") as file:
        model.JSONLDDeserializer().read(file, objects)
    packages = list(objects.foreach_type(model.dataset_DatasetPackage))
    assert len(packages) == 1, packages
    package = packages[0]
    # The Dataset profile's mandatory properties (SPDX 3.0.1, annex on profiles).
    for name in ("builtTime", "originatedBy", "releaseTime", "software_downloadLocation", "software_primaryPurpose", "dataset_datasetType"):
        assert getattr(package, name), name
    assert not objects.missing_ids, objects.missing_ids
    # Writing it again checks the number of values of every property.
    import io

    model.JSONLDSerializer().write(objects, io.BytesIO())


def openlineage():
    from openlineage.client.generated import base
    from openlineage.client.generated import data_quality_assertions_dataset as assertions
    from openlineage.client.generated import data_quality_metrics_dataset as metrics
    from openlineage.client.generated import dataset_version_dataset as version
    from openlineage.client.generated import documentation_dataset as documentation
    from openlineage.client.generated import ownership_dataset as ownership
    from openlineage.client.generated import schema_dataset as schema

    event = json.load(open(path, encoding="utf-8"))
    known = {
        "version": version.DatasetVersionDatasetFacet,
        "schema": schema.SchemaDatasetFacet,
        "documentation": documentation.DocumentationDatasetFacet,
        "ownership": ownership.OwnershipDatasetFacet,
        "dataQualityMetrics": metrics.DataQualityMetricsDatasetFacet,
        "dataQualityAssertions": assertions.DataQualityAssertionsDatasetFacet,
    }

    def made(name, facet):
        facet = dict(facet)
        assert facet.pop("_producer"), name
        assert facet.pop("_schemaURL") == known[name]._get_schema(), (name, known[name]._get_schema())
        # The class refuses a property it does not know and misses one it needs.
        nested = {"schema": ("fields", schema.SchemaDatasetFacetFields), "ownership": ("owners", ownership.Owner), "dataQualityAssertions": ("assertions", assertions.Assertion)}
        if name in nested:
            key, kind = nested[name]
            facet[key] = [kind(**one) for one in facet[key]]
        return known[name](**facet)

    inputs = [
        base.InputDataset(
            namespace=one["namespace"],
            name=one["name"],
            facets={key: made(key, value) for key, value in one["facets"].items()},
            inputFacets={key: made(key, value) for key, value in one["inputFacets"].items()},
        )
        for one in event["inputs"]
    ]
    run = base.RunEvent(
        eventTime=event["eventTime"],
        producer=event["producer"],
        run=base.Run(runId=event["run"]["runId"]),
        job=base.Job(namespace=event["job"]["namespace"], name=event["job"]["name"]),
        eventType=base.EventType[event["eventType"]],
        inputs=inputs,
        outputs=[],
    )
    assert run.schemaURL == event["schemaURL"], run.schemaURL
    assert set(event) == {"eventType", "eventTime", "producer", "schemaURL", "run", "job", "inputs", "outputs"}, set(event)


try:
    {"croissant": croissant, "cyclonedx": cyclonedx, "spdx": spdx, "openlineage": openlineage}[kind]()
except Exception as error:  # the reason is the answer
    print(f"{type(error).__name__}: {error}")
    sys.exit(1)
print("ok")
