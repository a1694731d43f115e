"""SpiffWorkflow: each case is a BPMN workflow, kept as JSON in its row and woken for each move.

The same rows as by hand; the engine decides whether the move may be, and its state is kept too.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from benchmarks.peers.by_hand import ByHand, postgresql_connection, prepare, sqlite_connection
from benchmarks.peers.worker import Move, serve, stay_on_one_core

PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="pilots"
             targetNamespace="pilots">
  <process id="pilot" isExecutable="true">
    <startEvent id="begin"><outgoing>a</outgoing></startEvent>
    <userTask id="check" name="check"><incoming>a</incoming><outgoing>b</outgoing></userTask>
    <exclusiveGateway id="guard"><incoming>b</incoming><outgoing>c</outgoing></exclusiveGateway>
    <endEvent id="checked"><incoming>c</incoming></endEvent>
    <sequenceFlow id="a" sourceRef="begin" targetRef="check"/>
    <sequenceFlow id="b" sourceRef="check" targetRef="guard"/>
    <sequenceFlow id="c" sourceRef="guard" targetRef="checked">
      <conditionExpression>jurisdiction == reach</conditionExpression>
    </sequenceFlow>
  </process>
</definitions>
"""


class BySpiff(ByHand):
    """The statements of by hand, with the engine between the read and the update."""

    def __init__(self, connection: Any, mark: str) -> None:
        super().__init__(connection, mark)
        self.serializer = BpmnWorkflowSerializer()
        self.read = self.read.replace("jurisdiction FROM", "jurisdiction, workflow FROM")
        self.change = self.change.replace("SET state", f"SET workflow = {mark}, state")

    def move(self, code: str, name: str, actor: str, reach: str) -> None:
        """Read, wake the workflow, run its task, put it back, insert, commit."""
        cursor = self.cursor
        if self.begin:
            cursor.execute(self.begin)
        try:
            cursor.execute(self.read, (code,))
            state, seq, jurisdiction, kept = cursor.fetchone()
            workflow = self.serializer.deserialize_json(kept)
            task = workflow.get_next_task(state=TaskState.READY, spec_name=name)
            if task is None:
                raise ValueError(code)
            task.data.update(jurisdiction=jurisdiction, reach=reach)
            task.run()
            workflow.do_engine_steps()
            target = "checked" if workflow.completed else state
            kept = self.serializer.serialize_json(workflow)
            cursor.execute(self.change, (kept, target, seq + 1, code, seq))
            if cursor.rowcount != 1:
                raise ValueError(code)
            at = datetime.now(UTC).isoformat()
            cursor.execute(self.add, (code, seq + 1, name, state, target, actor, at))
        except Exception:
            self.connection.rollback()
            raise
        self.connection.commit()


def waiting_workflow(serializer: BpmnWorkflowSerializer) -> str:
    """A workflow that waits for its check."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(PROCESS))
    workflow = BpmnWorkflow(parser.get_spec("pilot"))
    workflow.do_engine_steps()
    return str(serializer.serialize_json(workflow))


def moves(url: str, cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    lite = url.startswith("sqlite")
    connect: Callable[[str], Any] = sqlite_connection if lite else postgresql_connection
    mark = "?" if lite else "%s"
    connection = connect(url)
    prepare(connection, cases, f"{'INTEGER' if lite else 'BIGSERIAL'} PRIMARY KEY", mark)
    spiff = BySpiff(connection, mark)
    cursor = connection.cursor()
    cursor.execute("ALTER TABLE pilots ADD COLUMN workflow TEXT")
    cursor.execute(f"UPDATE pilots SET workflow = {mark}", (waiting_workflow(spiff.serializer),))
    connection.commit()
    for n in range(cases):
        yield partial(spiff.move, f"ZJ-2026-{n:06}", "check", "zhejiang", "33")


if __name__ == "__main__":
    stay_on_one_core()
    serve(moves(sys.argv[1], int(sys.argv[2])), {"spiffworkflow": version("spiffworkflow")})
