"""From text to tokens: one analysis per language, the same for what is indexed and what is asked."""
