"""The life of a connection through the current Python SDK, with nothing set but credentials."""

import asyncio
import os
from datetime import datetime, timezone

from azure.identity.aio import DefaultAzureCredential
from msgraph import GraphServiceClient
from msgraph.generated.external.connections.item.items.item.microsoft_graph_external_connectors_add_activities.add_activities_post_request_body import (
    AddActivitiesPostRequestBody,
)
from msgraph.generated.models.external_connectors.access_type import AccessType
from msgraph.generated.models.external_connectors.acl import Acl
from msgraph.generated.models.external_connectors.acl_type import AclType
from msgraph.generated.models.external_connectors.connection_operation_status import ConnectionOperationStatus
from msgraph.generated.models.external_connectors.connection_state import ConnectionState
from msgraph.generated.models.external_connectors.external_activity import ExternalActivity
from msgraph.generated.models.external_connectors.external_activity_type import ExternalActivityType
from msgraph.generated.models.external_connectors.external_connection import ExternalConnection
from msgraph.generated.models.external_connectors.external_group import ExternalGroup
from msgraph.generated.models.external_connectors.external_item import ExternalItem
from msgraph.generated.models.external_connectors.external_item_content import ExternalItemContent
from msgraph.generated.models.external_connectors.external_item_content_type import ExternalItemContentType
from msgraph.generated.models.external_connectors.identity import Identity
from msgraph.generated.models.external_connectors.identity_type import IdentityType
from msgraph.generated.models.external_connectors.label import Label
from msgraph.generated.models.external_connectors.properties import Properties
from msgraph.generated.models.external_connectors.property_ import Property_
from msgraph.generated.models.external_connectors.property_type import PropertyType
from msgraph.generated.models.external_connectors.schema import Schema
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

ID = "pythonlogs"


def item(number):
    is_public = number % 2 == 0
    acl = Acl(
        access_type=AccessType.Grant,
        type=AclType.Everyone if is_public else AclType.ExternalGroup,
        value="everyone" if is_public else "pilots",
    )
    properties = {
        "vessel": f"MV Gannet {number}",
        "berth": number,
        "tags@odata.type": "Collection(String)",
        "tags": ["bulk", "delayed"],
    }
    return ExternalItem(
        acl=[acl],
        properties=Properties(additional_data=properties),
        content=ExternalItemContent(type=ExternalItemContentType.Text, value=f"Fog at berth {number}"),
    )


async def refused(call):
    try:
        await call
    except ODataError as error:
        return error.response_status_code, error.error.code
    raise AssertionError("the call was expected to be refused")


async def main():
    credential = DefaultAzureCredential()
    client = GraphServiceClient(credential, ["https://graph.microsoft.com/.default"])
    connections = client.external.connections
    connection = connections.by_external_connection_id(ID)

    assert await refused(connection.get()) == (404, "ItemNotFound")
    created = await connections.post(ExternalConnection(id=ID, name="Python logs", description="Berth log entries"))
    assert created.state == ConnectionState.Draft

    schema = Schema(
        base_type="microsoft.graph.externalItem",
        properties=[
            Property_(name="vessel", type=PropertyType.String, is_searchable=True, is_retrievable=True, labels=[Label.Title]),
            Property_(name="berth", type=PropertyType.Int64, is_queryable=True, is_retrievable=True),
            Property_(name="tags", type=PropertyType.StringCollection, is_queryable=True, is_retrievable=True),
        ],
    )
    assert await connection.schema.patch(schema) is None
    for _ in range(100):
        operations = await connection.operations.get()
        if operations.value[0].status == ConnectionOperationStatus.Completed:
            break
        await asyncio.sleep(0.1)
    assert (await connection.get()).state == ConnectionState.Ready
    assert [one.name for one in (await connection.schema.get()).properties] == ["vessel", "berth", "tags"]

    await connection.groups.post(ExternalGroup(id="pilots", display_name="Pilots"))
    pilots = connection.groups.by_external_group_id("pilots")
    member = Identity(id=os.environ["MEMBER_GROUP_ID"], type=IdentityType.Group)
    assert (await pilots.members.post(member)).type == IdentityType.Group

    for number in range(1, 6):
        stored = await connection.items.by_external_item_id(f"log-{number}").put(item(number))
        assert stored.id == f"log-{number}"
    first = await connection.items.by_external_item_id("log-1").get()
    assert first.properties.additional_data["tags"] == ["bulk", "delayed"]
    assert first.acl[0].type == AclType.ExternalGroup
    assert len((await connection.items.get()).value) == 5

    activity = ExternalActivity(
        odata_type="#microsoft.graph.externalConnectors.externalActivity",
        type=ExternalActivityType.Viewed,
        start_date_time=datetime.now(timezone.utc),
        performed_by=Identity(id=os.environ["MEMBER_ID"], type=IdentityType.User),
    )
    by_name = connection.items.by_external_item_id("log-1").microsoft_graph_external_connectors_add_activities
    answer = await by_name.post(AddActivitiesPostRequestBody(activities=[activity]))
    assert [one.error for one in answer.value] == [None]

    await connection.items.by_external_item_id("log-5").delete()
    assert await refused(connection.items.by_external_item_id("log-5").get()) == (404, "ItemNotFound")
    await credential.close()


asyncio.run(main())
