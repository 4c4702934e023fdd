"""From a query that finds little to the queries its writer may have meant, by the words the site itself uses."""
