"""Reading Markdown as text: sections, references and their places. Nothing here renders."""
