"""Real servers for the tests, thrown away afterwards.

    with postgresql() as database:
        connect(database.url)

`python -m tests.services --postgresql --redis -- pytest` starts them once for all test processes.
"""
