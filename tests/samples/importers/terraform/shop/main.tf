provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "standby"
  region = "eu-central-1"
}

data "aws_caller_identity" "current" {}

data "aws_kms_key" "orders" {
  key_id = "alias/orders"
}

locals {
  name = "shop-${var.stage}"
  workers = {
    mail    = { desired = 2 }
    invoice = { desired = 1 }
  }
}

module "network" {
  source = "./network"
  name   = local.name
  zones  = 3
}

module "registry" {
  source  = "example/registry/aws"
  version = "~> 2.0"
  vpc_id  = module.network.vpc_id
}

resource "aws_lb" "front" {
  name               = local.name
  load_balancer_type = "application"
  internal           = false
  subnets            = module.network.public_subnets
}

resource "aws_lb_target_group" "web" {
  name   = "web"
  port   = 80
  vpc_id = module.network.vpc_id
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_instance" "web" {
  count         = var.web_servers
  ami           = "ami-12345678"
  instance_type = "t3.small"
  subnet_id     = element(module.network.private_subnets, count.index)
  user_data     = <<-EOT
    #!/bin/sh
    echo "DB=${aws_db_instance.orders.address}" > /etc/shop
    %{if var.stage == "prod"}
    echo "QUEUE=${aws_sqs_queue.jobs["mail"].url}" >> /etc/shop
    %{endif}
  EOT

  tags = merge({ Stage = var.stage }, { Name = format("web-%02d", count.index + 1) })
}

resource "aws_lb_target_group_attachment" "web" {
  count            = length(aws_instance.web)
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web[count.index].id
}

resource "aws_db_subnet_group" "orders" {
  name       = "orders"
  subnet_ids = module.network.private_subnets[*]
}

resource "aws_db_instance" "orders" {
  identifier             = "orders"
  engine                 = "postgres"
  instance_class         = "db.m6g.large"
  multi_az               = var.stage == "prod" ? true : false
  db_subnet_group_name   = aws_db_subnet_group.orders.name
  vpc_security_group_ids = [aws_security_group.db.id]
  kms_key_id             = data.aws_kms_key.orders.arn
}

resource "aws_security_group" "db" {
  vpc_id = module.network.vpc_id

  dynamic "ingress" {
    for_each = toset(["10.0.0.0/16", cidrsubnet("10.1.0.0/16", 4, 2)])
    content {
      from_port   = 5432
      to_port     = 5432
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_sqs_queue" "jobs" {
  for_each = local.workers
  name     = "${local.name}-${each.key}"
}

resource "aws_s3_bucket" "copies" {
  provider = aws.standby
  count    = var.keep_copies ? 1 : 0
}

resource "random_id" "suffix" {
  byte_length = 4
}

resource "aws_s3_bucket_public_access_block" "copies" {
  bucket     = one(aws_s3_bucket.copies[*].id)
  depends_on = [random_id.suffix]
}
