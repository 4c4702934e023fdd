"""The words of the trade: where articles use them, and the page that lists them."""
