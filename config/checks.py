"""What is refused at load."""


def check_programme(programme):
    return ()
