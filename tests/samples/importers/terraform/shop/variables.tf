variable "region" {
  default = "eu-west-1"
}

variable "stage" {
  type = string
}

variable "web_servers" {
  type    = number
  default = 2
}

variable "keep_copies" {
  type = bool
}
