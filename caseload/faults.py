"""What is said of a fault of ours: where it lies, and none of the values that were at hand."""

from pathlib import Path


def without_secrets(error: BaseException | None) -> str:
    """Files and lines of a fault, in one line that people can report."""
    steps, trace = list[str](), error.__traceback__ if error is not None else None
    while trace is not None:
        code = trace.tb_frame.f_code
        if "caseload" in code.co_filename:
            steps.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return (
        f"a fault in caseload itself ({type(error).__name__}); nothing half-done was saved. "
        f"Please report this line: {' > '.join(steps[-6:])}"
    )
