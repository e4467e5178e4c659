package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.trace.PacketTap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set about a client, checked already.
 *
 * @param servers where the broker is, or several of them
 * @param clientId the client identifier, empty if the broker shall assign one
 * @param logName what the client is called in the log, if it has a name there
 * @param protocolVersions the versions of MQTT to choose from, the preferred one first
 * @param cleanStart whether the first connect discards a stored session
 * @param sessionExpiry how long the broker keeps the session
 * @param sessionLossPolicy what becomes of messages in flight when the session is lost
 * @param resubscribePolicy when subscriptions are asked for again
 * @param keepAlive the keep alive interval, zero for none
 * @param pingTimeout how long to wait for a PINGRESP
 * @param connectTimeout time limit of one attempt to connect
 * @param operationTimeout time limit of all other operations
 * @param credentials asked for at each attempt to connect
 * @param credentialsMayChange whether a later attempt may use other credentials
 * @param will the will, if there is one
 * @param connectOptions what else CONNECT asks for and says
 * @param receiveMaximum how many received messages may wait
 * @param maximumPacketSize the largest packet that is accepted
 * @param topicAliasMaximum how many topic aliases the broker may use
 * @param outgoingTopicAliasMaximum how many topic aliases to use if the broker allows it
 * @param outbox how many messages may wait to be sent, and what becomes of others
 * @param sessionStore where the session is kept
 * @param reconnectPolicy when a lost connection is made anew
 * @param inbox what may wait for handlers
 * @param handlers how handlers are called
 * @param taps what is shown every packet
 * @param threadFactory where threads come from, if the application says so
 */
public record ClientSettings(ServerSettings servers, String clientId, @Nullable String logName,
		List<ProtocolVersion> protocolVersions, boolean cleanStart, Duration sessionExpiry,
		SessionLossPolicy sessionLossPolicy, ResubscribePolicy resubscribePolicy, Duration keepAlive,
		Duration pingTimeout, Duration connectTimeout, Duration operationTimeout,
		Supplier<@Nullable Credentials> credentials, boolean credentialsMayChange, @Nullable Will will,
		ConnectOptions connectOptions, int receiveMaximum, int maximumPacketSize, int topicAliasMaximum,
		int outgoingTopicAliasMaximum, OutboxOptions outbox, SessionStore sessionStore, ReconnectPolicy reconnectPolicy,
		InboxSettings inbox, HandlerSettings handlers, List<PacketTap> taps, @Nullable ThreadFactory threadFactory) {

}
