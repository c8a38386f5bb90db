"""What is missing or doubtful in the customers' data, counted and listed, and who may be there twice."""
