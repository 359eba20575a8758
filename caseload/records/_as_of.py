"""SQL of what holds for an episode on the day `:on`: the last row that has begun by then."""


def case_manager(episode_id: str = "e.episode_id") -> str:
    """The staff_id of whose client it is, of the episode by that name in a query."""
    return _of("staff_id", "episode_case_manager", episode_id)


def level_of_care(episode_id: str = "e.episode_id") -> str:
    """How close the care is, of the episode by that name in a query."""
    return _of("level_of_care", "episode_level", episode_id)


def _of(field: str, table: str, episode_id: str) -> str:
    return (
        f"(select d.{field} from {table} d where d.episode_id = {episode_id} and d.from_on <= :on"
        " order by d.from_on desc limit 1)"
    )
