"""Cloud assemblies of the AWS CDK: what `cdk synth` writes into cdk.out, and tree.json where that is all there is.

https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-assemblies
"""

from workbench.importers.cdk.assembly import Assembly, is_assembly_file, is_manifest, is_tree, read_assembly
from workbench.importers.cdk.tree import templates_of

__all__ = ["Assembly", "is_assembly_file", "is_manifest", "is_tree", "read_assembly", "templates_of"]
