"""What AWS resources mean for failures: from resources as written to elements, redundancy, places, journeys and questions.

What each type means is data: `resources/knowledge/aws_types.json`, read by `workbench.library.resource_types`.
"""

from workbench.importers.meaning.interpreter import interpret

__all__ = ["interpret"]
