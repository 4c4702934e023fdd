"""The `kb` command, one file a command. Only here do errors become exit codes and text on a terminal."""
