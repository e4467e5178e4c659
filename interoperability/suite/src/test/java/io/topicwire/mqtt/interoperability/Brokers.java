package io.topicwire.mqtt.interoperability;

import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ServerLimits;

/**
 * All brokers that the client is tested with, and everything that they do not support.
 */
final class Brokers {

	private static final String DEBIAN = "on Debian, install the package ";

	// Without threads that wait busily, which a small computer has no time for
	private static final String ERLANG = "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none";

	private static final Broker MOSQUITTO = Broker
		.of("Mosquitto 2.0.11",
				Launch
					.ofInstalled(DEBIAN + "mosquitto", List.of("mosquitto"), "mosquitto", "-c",
							"${folder}/mosquitto.conf")
					.files(Map.of("mosquitto.conf", "mosquitto.conf", "mosquitto.passwords", "mosquitto.passwords")))
		.announces(new ServerLimits(20, QoS.EXACTLY_ONCE, true, ServerLimits.NONE.maximumPacketSize(), 10, true, true,
				true))
		.lacks(Feature.RECEIVE_MAXIMUM, "sends as many messages again with each PUBACK, whatever is unacknowledged")
		.lacks(Feature.CRASH_SAFETY, "saves sessions when it is told to end")
		.lacks(Feature.TAKEOVER_WITH_REASON, "closes the connection without a DISCONNECT")
		.lacks(Feature.TOPIC_ALIASES_TO_CLIENT, "sends topic names in full")
		.lacks(Feature.WEB_SOCKET, "cannot keep its listener for WebSockets to 127.0.0.1")
		.lacks(Feature.SECURE_WEB_SOCKET, "cannot keep its listener for WebSockets to 127.0.0.1")
		.lacks(Feature.SCRAM_SHA_256, "knows no method of enhanced authentication");

	private static final Broker ARTEMIS = Broker
		.of("Artemis 2.53.0",
				Launch
					.ofModule("artemis", List.of(), "io.topicwire.mqtt.interoperability.artemis.ArtemisBroker",
							"${folder}/broker.xml", "${username}", "${password}")
					.files(Map.of("artemis.xml", "broker.xml")))
		.announces(new ServerLimits(65_535, QoS.EXACTLY_ONCE, true, 268_435_455, 65_535, true, true, true))
		.lacks(Feature.DURABLE_SESSION,
				"keeps sessions in memory here, because it mixes up the order of messages if not")
		.lacks(Feature.EXACTLY_ONCE,
				"sends messages of QoS 2 on the next connection again with other packet identifiers")
		.lacks(Feature.SUBSCRIPTION_IDENTIFIERS,
				"sends a copy per subscription, and names in each of them all subscriptions that match")
		.lacks(Feature.WILL_PROPERTIES, "publishes a will with its user properties only")
		.lacks(Feature.NO_MATCHING_SUBSCRIBERS, "acknowledges with Success whether anybody subscribes or not")
		.lacks(Feature.UNIX_SOCKET, "has no listener for unix domain sockets")
		.lacks(Feature.SCRAM_SHA_256, "knows no method of enhanced authentication");

	private static final Broker HIVEMQ = Broker
		.of("HiveMQ CE 2025.5",
				Launch
					.ofModule("hivemq", List.of(), "io.topicwire.mqtt.interoperability.hivemq.HiveMqBroker",
							"${folder}", "${username}", "${password}")
					.files(Map.of("hivemq.xml", "config.xml")))
		.lacks(Feature.UNIX_SOCKET, "has no listener for unix domain sockets")
		.lacks(Feature.TOPIC_ALIASES_TO_CLIENT, "sends topic names in full")
		.lacks(Feature.DURABLE_SESSION,
				"now and then acknowledges a message that is sent again after it was killed, and never delivers it")
		.announces(new ServerLimits(10, QoS.EXACTLY_ONCE, true, ServerLimits.NONE.maximumPacketSize(), 5, true, true,
				true));

	private static final Broker EJABBERD = Broker
		.of("ejabberd 23.01",
				Launch
					.ofInstalled(DEBIAN + "ejabberd", List.of("erl", "ejabberdctl"), "erl", "-noinput", "-mnesia",
							"dir", "\"${folder}/mnesia\"", "-s", "ejabberd")
					.files(Map.of("ejabberd.yml", "ejabberd.yml"))
					.environment(Map.of("EJABBERD_CONFIG_PATH", "${folder}/ejabberd.yml", "EJABBERD_LOG_PATH",
							"${folder}/ejabberd.log", "ERL_LIBS",
							"/usr/lib/x86_64-linux-gnu:/usr/lib/aarch64-linux-gnu", "ERL_FLAGS", ERLANG)))
		.lacks(Feature.PASSWORDS, "lets in everybody here, since its users would be in a database")
		.lacks(Feature.SHARED_SUBSCRIPTIONS, "announces Shared Subscription Available 0")
		.lacks(Feature.DURABLE_SESSION, "keeps sessions in memory")
		.lacks(Feature.UNIX_SOCKET, "has no listener for unix domain sockets")
		.lacks(Feature.TOPIC_ALIASES_TO_CLIENT, "sends topic names in full")
		.announces(new ServerLimits(65_535, QoS.EXACTLY_ONCE, true, ServerLimits.NONE.maximumPacketSize(), 100, true,
				true, false))
		.lacks(Feature.ORDER_OF_BROKEN_CONNECTIONS,
				"now and then sends messages on in another order than it got them when the publisher has reconnected")
		.lacks(Feature.SERVER_KEEP_ALIVE, "takes whatever the client wants")
		.lacks(Feature.MESSAGE_EXPIRY, "delivers messages whose lifetime is over")
		.lacks(Feature.MAXIMUM_PACKET_SIZE, "sends packets of any size")
		.lacks(Feature.SCRAM_SHA_256, "knows no method of enhanced authentication");

	private static final Broker RABBITMQ = Broker
		.of("RabbitMQ 3.10.8", Launch
			.ofInstalled(DEBIAN + "rabbitmq-server", List.of("epmd", "erl", "/usr/lib/rabbitmq/bin/rabbitmq-server"),
					"/usr/lib/rabbitmq/bin/rabbitmq-server")
			// Otherwise it would leave one behind that listens everywhere
			.companion("epmd", "-port", "${extra1}", "-address", "127.0.0.1")
			.files(Map.of("rabbitmq.conf", "rabbitmq.conf", "rabbitmq.plugins", "plugins"))
			.environment(Map.ofEntries(Map.entry("HOME", "${folder}"), Map.entry("ERL_FLAGS", ERLANG),
					Map.entry("ERL_EPMD_PORT", "${extra1}"), Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
					Map.entry("RABBITMQ_NODENAME", "interoperability@localhost"),
					Map.entry("RABBITMQ_DIST_PORT", "${extra2}"),
					Map.entry("RABBITMQ_CONFIG_FILE", "${folder}/rabbitmq.conf"),
					Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", "${folder}/plugins"),
					Map.entry("RABBITMQ_MNESIA_BASE", "${folder}/mnesia"),
					Map.entry("RABBITMQ_LOG_BASE", "${folder}/log"),
					Map.entry("RABBITMQ_FEATURE_FLAGS_FILE", "${folder}/feature-flags"),
					Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"))))
		.lacks(Feature.MQTT_5, "speaks MQTT 3.1.1 only")
		.lacks(Feature.QOS_2, "closes the connection on a message of QoS 2")
		.lacks(Feature.DURABLE_SESSION,
				"now and then forgets a subscription if it is killed right after it, and says that the session is present")
		.lacks(Feature.SHARED_SUBSCRIPTIONS, "takes $share for an ordinary topic level")
		.lacks(Feature.UNIX_SOCKET, "has no listener for unix domain sockets");

	private static final Broker NATS = Broker
		.of("NATS 2.9.10",
				Launch
					.ofInstalled(DEBIAN + "nats-server", List.of("nats-server"), "nats-server", "-c",
							"${folder}/nats.conf")
					.files(Map.of("nats.conf", "nats.conf")))
		.lacks(Feature.BROKEN_CONNECTIONS, "sends messages again when a time has passed, out of order")
		.lacks(Feature.BLANKS_IN_TOPICS, "closes the connection on a topic name with a blank")
		.lacks(Feature.MQTT_5, "speaks MQTT 3.1.1 only")
		.lacks(Feature.QOS_2, "closes the connection on a message of QoS 2")
		.lacks(Feature.SHARED_SUBSCRIPTIONS, "takes $share for an ordinary topic level")
		.lacks(Feature.UNIX_SOCKET, "has no listener for unix domain sockets")
		.lacks(Feature.TLS, "has one listener for MQTT, which is without TLS here")
		.lacks(Feature.SECURE_WEB_SOCKET, "has one listener for WebSockets, which is without TLS here");

	private static final Broker MOQUETTE = Broker
		.of("Moquette 0.17",
				Launch.ofModule("moquette", List.of("-Dmoquette.path=${folder}"), "io.moquette.broker.Server")
					.files(Map.of("moquette.conf", "config/moquette.conf", "moquette.passwords", "config/passwords")))
		.lacks(Feature.MQTT_5, "speaks MQTT 3.1.1 only")
		.lacks(Feature.BROKEN_CONNECTIONS, "stops answering when a connection breaks in the middle of exchanges")
		.lacks(Feature.LARGE_PAYLOAD, "closes the connection on a packet of more than 8092 bytes")
		.lacks(Feature.RETAINED_MESSAGES, "sends retained messages without the RETAIN flag")
		.lacks(Feature.SHARED_SUBSCRIPTIONS, "takes $share for an ordinary topic level")
		.lacks(Feature.UNIX_SOCKET, "has no listener for unix domain sockets")
		.lacks(Feature.DURABLE_SESSION,
				"keeps sessions in memory here, because it answers nothing on one that it has read from its disk");

	private static final Broker AEDES = Broker
		.of("aedes 1.2.0", Launch
			.ofInstalled(
					"with Node.js 20 or newer, run npm install --prefix " + Values.AEDES + " aedes@1.2.0 ws@8.23.0",
					List.of("node", Values.AEDES.resolve("node_modules/aedes").toString(),
							Values.AEDES.resolve("node_modules/ws").toString()),
					"node", "${folder}/aedes.mjs")
			.files(Map.of("aedes.mjs", "aedes.mjs")))
		.lacks(Feature.MQTT_5, "speaks MQTT 3.1.1 only")
		.lacks(Feature.DURABLE_SESSION, "keeps sessions in memory")
		.lacks(Feature.SHARED_SUBSCRIPTIONS, "takes $share for an ordinary topic level")
		.lacks(Feature.UNIX_SOCKET, "listens to TCP only here")
		.lacks(Feature.BROKEN_CONNECTIONS,
				"loses messages when a session goes on right after its connection was broken");

	static final List<Broker> ALL = List.of(MOSQUITTO, ARTEMIS, HIVEMQ, EJABBERD, RABBITMQ, NATS, MOQUETTE, AEDES);

	private Brokers() {
	}

}
