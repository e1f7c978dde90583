"""Files that carry a workload from one workspace to another; formats only, without the store."""
