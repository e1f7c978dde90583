"""A workload: every field the WA Tool knows, with its limits, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.i18n import N_, _, n_

__all__ = [
    "FIELDS",
    "INDUSTRY_TYPES",
    "REGIONS",
    "Field",
    "Kind",
    "Workload",
    "all_problems",
    "field_named",
    "problems_of",
]


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Kind(StrEnum):
    """How a field is typed in and kept."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"
    TAGS = "tags"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a workload.

    Attributes:
        name: Attribute of Workload.
        label: What the form calls it.
        minimum, maximum: Characters, or entries of a list.
        item_minimum, item_maximum: Characters of one entry of a list.
        pattern: What a value, or an entry of a list, must match in full.
        form: The pattern in words, for the message.
        choices: Allowed values with their titles.
        required: An empty value is a problem.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    minimum: int = 0
    maximum: int = 0
    item_minimum: int = 0
    item_maximum: int = 0
    pattern: str = ""
    form: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    help: str = ""
    group: str = ""


INDUSTRY_TYPES: tuple[str, ...] = (
    "Agriculture", "Automobile", "Defense", "Design and Engineering", "Digital Advertising", "Education",
    "Environmental Protection", "Financial Services", "Gaming", "General Public Services", "Healthcare",
    "Hospitality", "InfoTech", "Justice and Public Safety", "Life Sciences", "Manufacturing",
    "Media & Entertainment", "Mining & Resources", "Oil & Gas", "Power & Utilities", "Professional Services",
    "Real Estate & Construction", "Retail & Wholesale", "Social Protection",
    "Telecommunications", "Travel, Transportation & Logistics", "Other",
)  # fmt: skip
"""The fixed list of CreateWorkload IndustryType (API reference)."""

REGIONS: tuple[str, ...] = (
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "af-south-1", "ap-east-1", "ap-northeast-1",
    "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1",
    "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
    "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "sa-east-1", "us-gov-east-1", "us-gov-west-1",
)  # fmt: skip
"""Proposals while typing; any name of the right form is accepted."""

_ABOUT, _PLACE, _LINKS, _OURS = N_("About"), N_("Where it runs"), N_("Connections"), N_("Follow-up")

FIELDS: tuple[Field, ...] = (
    Field("name", N_("Name"), minimum=3, maximum=100, required=True, group=_ABOUT,
          help=N_("Unique in an AWS account and Region, whatever the case and the spaces.")),
    Field("description", N_("Description"), Kind.TEXT, minimum=3, maximum=250, required=True, group=_ABOUT,
          help=N_("What it does and for whom, in one or two sentences.")),
    Field("environment", N_("Environment"), Kind.CHOICE, required=True, group=_ABOUT,
          choices=(("PRODUCTION", N_("Production")), ("PREPRODUCTION", N_("Pre-production")))),
    Field("review_owner", N_("Review owner"), minimum=3, maximum=255, required=True, group=_ABOUT,
          help=N_("The person or team that answers for this review.")),
    Field("industry_type", N_("Industry type"), Kind.CHOICE, group=_ABOUT,
          choices=(("", N_("Not set")), *((name, name) for name in INDUSTRY_TYPES))),
    Field("industry", N_("Industry"), maximum=100, group=_ABOUT),
    Field("notes", N_("Notes"), Kind.TEXT, maximum=2084, group=_ABOUT),
    Field("pillar_priorities", N_("Pillar priorities"), Kind.LIST, item_maximum=64, item_minimum=1, group=_ABOUT,
          help=N_("Pillar ids, the most important first.")),
    Field("aws_regions", N_("AWS Regions"), Kind.LIST, maximum=50, item_maximum=100,
          pattern=r"[a-z]{2,3}(-[a-z]+)+-\d+", form=N_("a Region name such as eu-west-1"), group=_PLACE,
          help=N_("At least one AWS Region or one place outside AWS.")),
    Field("non_aws_regions", N_("Places outside AWS"), Kind.LIST, maximum=5, item_minimum=3, item_maximum=25,
          group=_PLACE, help=N_("Data centres, other clouds, offices.")),
    Field("account_ids", N_("AWS account ids"), Kind.LIST, maximum=100, pattern=r"\d{12}",
          form=N_("12 digits"), group=_PLACE),
    Field("architectural_design", N_("Architecture diagram (link)"), maximum=2048,
          pattern=r"(https?|ftp)://[^\s/$.?#].\S*", form=N_("a link that starts with http://, https:// or ftp://"),
          group=_LINKS),
    Field("applications", N_("AppRegistry application (ARN)"), Kind.LIST, maximum=1, item_maximum=2084,
          pattern=r"arn:aws[-a-z]*:servicecatalog:[a-z]{2}(-gov)?-[a-z]+-\d:\d{12}:/applications/[a-z0-9]+",
          form=N_("an AppRegistry application ARN"), group=_LINKS),
    Field("trusted_advisor", N_("Trusted Advisor checks"), Kind.CHOICE, group=_LINKS,
          choices=(("", N_("Not set")), ("ENABLED", N_("On")), ("DISABLED", N_("Off")))),
    Field("resource_definition", N_("Resources found by"), Kind.LIST, maximum=2,
          pattern="WORKLOAD_METADATA|APP_REGISTRY", form=N_("WORKLOAD_METADATA or APP_REGISTRY"), group=_LINKS),
    Field("jira_management", N_("Jira issues"), Kind.CHOICE, group=_LINKS,
          choices=(("", N_("Not set")), ("INHERIT", N_("As the account")), ("ENABLED", N_("On")),
                   ("DISABLED", N_("Off")))),
    Field("jira_type", N_("Jira sync"), Kind.CHOICE, group=_LINKS,
          choices=(("", N_("Not set")), ("AUTO", N_("Automatic")), ("MANUAL", N_("Manual")))),
    Field("jira_project", N_("Jira project key"), maximum=100, pattern="[A-Z][A-Z0-9_]*",
          form=N_("capitals, digits and _ only, such as PAY"), group=_LINKS),
    Field("profile_arns", N_("Profile (ARN)"), Kind.LIST, maximum=1, item_maximum=2084,
          pattern=r"arn:aws[-a-z]*:wellarchitected:[a-z]{2}(-gov)?-[a-z]+-\d:\d{12}:profile/[a-z0-9]+",
          form=N_("a Well-Architected profile ARN"), group=_LINKS),
    Field("review_template_arns", N_("Review template (ARN)"), Kind.LIST, maximum=1, item_maximum=2084,
          pattern=r"arn:aws[-a-z]*:wellarchitected:[a-z]{2}(-gov)?-[a-z]+-\d:\d{12}:review-template/[a-z0-9]+",
          form=N_("a review template ARN"), group=_LINKS,
          help=N_("Applied by AWS only when the workload is created there.")),
    Field("improvement_status", N_("Improvement status"), Kind.CHOICE, group=_OURS,
          choices=(("NOT_APPLICABLE", N_("Not applicable")), ("NOT_STARTED", N_("Not started")),
                   ("IN_PROGRESS", N_("In progress")), ("COMPLETE", N_("Complete")),
                   ("RISK_ACKNOWLEDGED", N_("Risk acknowledged")))),
    Field("next_review", N_("Next review"), Kind.DATE, pattern=r"\d{4}-\d{2}-\d{2}", form=N_("a date"), group=_OURS),
    Field("tags", N_("Tags"), Kind.TAGS, maximum=50, item_minimum=1, item_maximum=128, group=_OURS,
          help=N_("key=value, one each; the portfolio groups by them.")),
)  # fmt: skip
"""Source of all limits: botocore model wellarchitected/2020-03-31 and API reference."""


@dataclass(frozen=True, slots=True)
class Workload:
    """A workload as it stands; lists are tuples, tags are key and value pairs in order."""

    id: str
    name: str
    description: str = ""
    environment: str = "PRODUCTION"
    review_owner: str = ""
    industry_type: str = ""
    industry: str = ""
    notes: str = ""
    pillar_priorities: tuple[str, ...] = ()
    aws_regions: tuple[str, ...] = ()
    non_aws_regions: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    architectural_design: str = ""
    applications: tuple[str, ...] = ()
    trusted_advisor: str = ""
    resource_definition: tuple[str, ...] = ()
    jira_management: str = ""
    jira_type: str = ""
    jira_project: str = ""
    profile_arns: tuple[str, ...] = ()
    review_template_arns: tuple[str, ...] = ()
    improvement_status: str = "NOT_STARTED"
    next_review: str = ""
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def owner(self) -> str:
        """The owner tag, else the review owner."""
        return dict(self.tags).get("owner") or self.review_owner


_BY_NAME = {entry.name: entry for entry in FIELDS}


def field_named(name: str) -> Field:
    """Return the Field of an attribute of Workload; KeyError for an unknown name."""
    return _BY_NAME[name]


def problems_of(name: str, value: object) -> list[str]:
    """Say what the WA Tool would refuse about the value of one field.

    Args:
        name: Attribute of Workload.
        value: A string, a tuple of strings, or tags as key and value pairs.

    Returns:
        Sentences for the person, none when the value is fine.
    """
    entry = _BY_NAME[name]
    if entry.kind is Kind.TAGS:
        pairs: tuple[tuple[str, str], ...] = value  # type: ignore[assignment]
        return _tag_problems(entry, pairs)
    if entry.kind is Kind.LIST:
        items: tuple[str, ...] = value  # type: ignore[assignment]
        return _list_problems(entry, items)
    return _text_problems(entry, str(value))


def _text_problems(entry: Field, text: str) -> list[str]:
    if not text.strip():
        return [_("{label} is needed.").format(label=_(entry.label))] if entry.required else []
    if entry.choices:
        allowed = [value for value, _title in entry.choices]
        if text not in allowed:
            listed = ", ".join(value for value in allowed if value)
            return [_("{label} must be one of: {values}.").format(label=_(entry.label), values=listed)]
        return []
    found = []
    if entry.kind is Kind.LINE and _CONTROL.search(text):
        found.append(_("{label} must be one line without control characters.").format(label=_(entry.label)))
    if entry.minimum and len(text) < entry.minimum:
        found.append(_("{label} needs at least {n} characters.").format(label=_(entry.label), n=entry.minimum))
    if entry.maximum and len(text) > entry.maximum:
        over = len(text) - entry.maximum
        found.append(_("{label} is {over} over {n} characters.").format(
            label=_(entry.label), over=over, n=f"{entry.maximum:,}"))  # fmt: skip
    if entry.pattern and not re.fullmatch(entry.pattern, text):
        found.append(_("{label} must be {form}.").format(label=_(entry.label), form=_(entry.form)))
    return found


def _list_problems(entry: Field, items: tuple[str, ...]) -> list[str]:
    found = []
    if entry.maximum and len(items) > entry.maximum:
        found.append(n_("{label} takes one entry.", "{label} takes {n} entries at most.", entry.maximum).replace(
            "{label}", _(entry.label)))  # fmt: skip
    for item in items:
        bad_length = len(item) < entry.item_minimum or (entry.item_maximum and len(item) > entry.item_maximum)
        if entry.pattern and not re.fullmatch(entry.pattern, item):
            found.append(_('"{item}" is not {form}.').format(item=item, form=_(entry.form)))
        elif bad_length:
            found.append(_('"{item}" must have {low} to {high} characters.').format(
                item=item, low=entry.item_minimum, high=entry.item_maximum))  # fmt: skip
    if len(set(items)) < len(items):
        found.append(_("{label} names something twice.").format(label=_(entry.label)))
    return found


def _tag_problems(entry: Field, pairs: tuple[tuple[str, str], ...]) -> list[str]:
    found = []
    if len(pairs) > entry.maximum:
        found.append(_("A workload takes {n} tags at most.").format(n=entry.maximum))
    for key, value in pairs:
        if not re.fullmatch(r"[\w\s.:/=+@-]{1,128}", key):
            found.append(_('The tag key "{key}" may hold letters, digits, spaces and _ . : / = + - @ only.').format(
                key=key))  # fmt: skip
        if len(value) > 256:
            found.append(_('The value of the tag "{key}" is over 256 characters.').format(key=key))
    return found


def all_problems(workload: Workload) -> list[str]:
    """Say what the WA Tool would refuse about a whole workload."""
    found = [text for entry in FIELDS for text in problems_of(entry.name, getattr(workload, entry.name))]
    if not workload.aws_regions and not workload.non_aws_regions:
        found.append(_("Name at least one AWS Region or one place outside AWS."))
    return found
