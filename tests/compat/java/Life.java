// The life of a connection through the current Java SDK, with nothing set but credentials.
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.microsoft.graph.external.connections.item.ExternalConnectionItemRequestBuilder;
import com.microsoft.graph.external.connections.item.items.item.microsoftgraphexternalconnectorsaddactivities.AddActivitiesPostRequestBody;
import com.microsoft.graph.models.externalconnectors.*;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public class Life {
  static final String ID = "javalogs";

  public static void main(String[] args) throws Exception {
    var credential = new DefaultAzureCredentialBuilder().build();
    var client = new GraphServiceClient(credential, "https://graph.microsoft.com/.default");
    var connection = client.external().connections().byExternalConnectionId(ID);

    check(refused(connection::get) == 404, "an unknown connection is 404");
    var body = new ExternalConnection();
    body.setId(ID);
    body.setName("Java logs");
    body.setDescription("Berth log entries");
    check(client.external().connections().post(body).getState() == ConnectionState.Draft, "created in draft");

    provision(connection);
    group(connection);
    for (int number = 1; number <= 5; number++) {
      var stored = connection.items().byExternalItemId("log-" + number).put(item(number));
      check(stored.getId().equals("log-" + number), "PUT gives the item back");
    }
    check(connection.items().get().getValue().size() == 5, "all are listed");
    check(connection.items().byExternalItemId("log-1").get().getAcl().get(0).getType() == AclType.ExternalGroup, "GET gives the access list");
    activity(connection);
    connection.items().byExternalItemId("log-5").delete();
    check(refused(() -> connection.items().byExternalItemId("log-5").get()) == 404, "a deleted item is 404");
    System.exit(0);
  }

  static void provision(ExternalConnectionItemRequestBuilder connection) throws InterruptedException {
    var vessel = property("vessel", PropertyType.String);
    vessel.setIsSearchable(true);
    vessel.setLabels(new ArrayList<>(List.of(Label.Title)));
    var schema = new Schema();
    schema.setBaseType("microsoft.graph.externalItem");
    schema.setProperties(new ArrayList<>(List.of(vessel, property("berth", PropertyType.Int64))));
    connection.schema().patch(schema);
    for (int n = 0; n < 100; n++) {
      if (connection.operations().get().getValue().get(0).getStatus() == ConnectionOperationStatus.Completed) break;
      Thread.sleep(100);
    }
    check(connection.get().getState() == ConnectionState.Ready, "ready after the schema");
    check(connection.schema().get().getProperties().size() == 2, "the schema can be read");
  }

  static Property property(String name, PropertyType type) {
    var property = new Property();
    property.setName(name);
    property.setType(type);
    property.setIsRetrievable(true);
    return property;
  }

  static void group(ExternalConnectionItemRequestBuilder connection) {
    var pilots = new ExternalGroup();
    pilots.setId("pilots");
    pilots.setDisplayName("Pilots");
    connection.groups().post(pilots);
    var member = new Identity();
    member.setId(System.getenv("MEMBER_GROUP_ID"));
    member.setType(IdentityType.Group);
    check(connection.groups().byExternalGroupId("pilots").members().post(member).getType() == IdentityType.Group, "a member");
  }

  static ExternalItem item(int number) {
    boolean isPublic = number % 2 == 0;
    var acl = new Acl();
    acl.setAccessType(AccessType.Grant);
    acl.setType(isPublic ? AclType.Everyone : AclType.ExternalGroup);
    acl.setValue(isPublic ? "everyone" : "pilots");
    var content = new ExternalItemContent();
    content.setType(ExternalItemContentType.Text);
    content.setValue("Fog at berth " + number);
    var properties = new Properties();
    properties.setAdditionalData(new HashMap<>(Map.of("vessel", "MV Gannet " + number, "berth", number)));
    var item = new ExternalItem();
    item.setAcl(new ArrayList<>(List.of(acl)));
    item.setContent(content);
    item.setProperties(properties);
    return item;
  }

  static void activity(ExternalConnectionItemRequestBuilder connection) {
    var by = new Identity();
    by.setId(System.getenv("MEMBER_ID"));
    by.setType(IdentityType.User);
    var activity = new ExternalActivity();
    activity.setOdataType("#microsoft.graph.externalConnectors.externalActivity");
    activity.setType(ExternalActivityType.Viewed);
    activity.setStartDateTime(OffsetDateTime.now());
    activity.setPerformedBy(by);
    var request = new AddActivitiesPostRequestBody();
    request.setActivities(new ArrayList<>(List.of(activity)));
    var answer = connection.items().byExternalItemId("log-1").microsoftGraphExternalConnectorsAddActivities().post(request);
    check(answer.getValue().get(0).getError() == null, "an activity is taken");
  }

  static int refused(Runnable call) {
    try {
      call.run();
    } catch (ODataError error) {
      return error.getResponseStatusCode();
    }
    throw new AssertionError("the call was expected to be refused");
  }

  static void check(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
    System.out.println("ok " + what);
  }
}
