"""The program from outside: real keys and mouse on a screen of its own, seen through what a screen reader is told."""
