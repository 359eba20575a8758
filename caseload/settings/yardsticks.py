"""What an agency measures by, read from files of data: guidelines, weights, rules of billing.

A file of the agency's own, in the folder of the setting `data`, goes before ours of the same name.
"""

from caseload.reporting import billing as billing_rules
from caseload.rules import fees, matching, watching
from caseload.rules.fees import Guideline
from caseload.rules.matching import Weights
from caseload.settings import data_files


def guidelines() -> list[Guideline]:
    """The poverty guidelines of guidelines.yaml; those of the caseload file go before them.

    Raises:
        NotFoundError, InvalidError: The file can't be read, or something in it can't be.
    """
    path = data_files.named(own_folder=data_files.own())["guidelines"]
    return fees.read_guidelines(data_files.text_of(path), path.name)


def weights() -> Weights:
    """What counts when a case manager is looked for: matching.yaml.

    Raises:
        NotFoundError, InvalidError: The file can't be read, or something in it can't be.
    """
    path = data_files.named(own_folder=data_files.own())["matching"]
    return matching.read_weights(data_files.text_of(path), path.name)


def watch() -> watching.Weights:
    """What counts in the early warning: watch.yaml.

    Raises:
        NotFoundError, InvalidError: The file can't be read, or something in it can't be.
    """
    path = data_files.named(own_folder=data_files.own())["watch"]
    return watching.read_weights(data_files.text_of(path), path.name)


def billing() -> billing_rules.Rules:
    """How minutes become billing units: billing.yaml.

    Raises:
        NotFoundError, InvalidError: The file can't be read, or something in it can't be.
    """
    path = data_files.named(own_folder=data_files.own())["billing"]
    return billing_rules.read(data_files.text_of(path), path.name)
