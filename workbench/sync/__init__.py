"""The sync with the AWS Well-Architected Tool: read, plan, push, resume; a boto3 client and a journal are handed in."""
