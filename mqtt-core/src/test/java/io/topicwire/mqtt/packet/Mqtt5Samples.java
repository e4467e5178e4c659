package io.topicwire.mqtt.packet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Will;

/**
 * Packets of MQTT 5.0 and the bytes that stand for them.
 */
final class Mqtt5Samples {

	private Mqtt5Samples() {
	}

	static List<PacketSample> all() {
		return List.of(sample("CONNECT, smallest", """
				10           # CONNECT
				0D           # remaining length
				00 04 'MQTT' # protocol name
				05           # protocol version
				00           # connect flags
				00 00        # keep alive
				00           # property length
				00 00        # client identifier
				""", new Connect(ProtocolVersion.MQTT_5, "", false, 0, null, null, null, Properties.NONE)),
				sample("CONNECT with a password only", """
						10           # CONNECT
						11           # remaining length
						00 04 'MQTT' # protocol name
						05           # protocol version
						42           # password, clean start
						00 0A        # keep alive
						00           # property length
						00 01 'a'    # client identifier
						00 01 FF     # password
						""",
						new Connect(ProtocolVersion.MQTT_5, "a", true, 10, null, null, bytes(0xFF), Properties.NONE)),
				sample("CONNECT with an empty will", """
						10           # CONNECT
						14           # remaining length
						00 04 'MQTT' # protocol name
						05           # protocol version
						04           # will
						00 0A        # keep alive
						00           # property length
						00 01 'a'    # client identifier
						00           # will property length
						00 01 'w'    # will topic
						00 00        # will payload
						""",
						new Connect(ProtocolVersion.MQTT_5, "a", false, 10, Will.of(MqttMessage.empty("w")), null, null,
								Properties.NONE)),
				sample("CONNECT with everything", """
						10                     # CONNECT
						8F 01                  # remaining length
						00 04 'MQTT'           # protocol name
						05                     # protocol version
						EE                     # user name, password, will retain, will QoS 1, will, clean start
						00 1E                  # keep alive
						2E                     # property length
						11 FF FF FF FF         # Session Expiry Interval
						21 00 0A               # Receive Maximum
						27 00 01 00 00         # Maximum Packet Size
						22 FF FF               # Topic Alias Maximum
						19 01                  # Request Response Information
						17 00                  # Request Problem Information
						26 00 01 'k' 00 01 'v' # User Property
						26 00 01 'k' 00 00     # User Property
						15 00 05 'SCRAM'       # Authentication Method
						16 00 02 01 02         # Authentication Data
						00 07 'meter-7'        # client identifier
						34                     # will property length
						18 00 00 00 3C         # Will Delay Interval
						01 01                  # Payload Format Indicator
						02 00 00 0E 10         # Message Expiry Interval
						03 00 04 'text'        # Content Type
						08 00 05 'reply'       # Response Topic
						09 00 01 2A            # Correlation Data
						26 00 01 'b' 00 01 '1' # User Property
						26 00 01 'a' 00 01 '2' # User Property
						26 00 01 'b' 00 01 '1' # User Property
						00 04 'gone'           # will topic
						00 03 'bye'            # will payload
						00 03 'joe'            # user name
						00 06 'secret'         # password
						""",
						new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 30,
								new Will(MqttMessage.of("gone", "bye")
									.qos(QoS.AT_LEAST_ONCE)
									.retain(true)
									.payloadIsText(true)
									.messageExpiry(Duration.ofHours(1))
									.contentType("text")
									.responseTopic("reply")
									.correlationData(bytes(42))
									.userProperty("b", "1")
									.userProperty("a", "2")
									.userProperty("b", "1"), Duration.ofMinutes(1)),
								"joe", "secret".getBytes(StandardCharsets.UTF_8),
								Properties.builder()
									.add(Property.SESSION_EXPIRY_INTERVAL, 0xFFFFFFFFL)
									.add(Property.RECEIVE_MAXIMUM, 10)
									.add(Property.MAXIMUM_PACKET_SIZE, 65536L)
									.add(Property.TOPIC_ALIAS_MAXIMUM, 65535)
									.add(Property.REQUEST_RESPONSE_INFORMATION, 1)
									.add(Property.REQUEST_PROBLEM_INFORMATION, 0)
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.add(Property.USER_PROPERTY, new UserProperty("k", ""))
									.add(Property.AUTHENTICATION_METHOD, "SCRAM")
									.add(Property.AUTHENTICATION_DATA, bytes(1, 2))
									.build())),
				sample("CONNACK, smallest", """
						20 # CONNACK
						03 # remaining length
						01 # session present
						00 # success
						00 # property length
						""", new Connack(true, ReasonCode.SUCCESS, Properties.NONE)),
				sample("CONNACK that refuses", """
						20            # CONNACK
						08            # remaining length
						00            # acknowledge flags
						87            # not authorized
						05            # property length
						1F 00 02 'no' # Reason String
						""",
						new Connack(false, ReasonCode.NOT_AUTHORIZED,
								Properties.builder().add(Property.REASON_STRING, "no").build())),
				sample("CONNACK with everything", """
						20                     # CONNACK
						46                     # remaining length
						00                     # acknowledge flags
						00                     # success
						43                     # property length
						11 00 00 00 0A         # Session Expiry Interval
						21 00 14               # Receive Maximum
						24 01                  # Maximum QoS
						25 00                  # Retain Available
						27 00 00 01 00         # Maximum Packet Size
						12 00 04 'auto'        # Assigned Client Identifier
						22 00 05               # Topic Alias Maximum
						1F 00 02 'hi'          # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						28 00                  # Wildcard Subscription Available
						29 01                  # Subscription Identifier Available
						2A 00                  # Shared Subscription Available
						13 00 3C               # Server Keep Alive
						1A 00 01 'r'           # Response Information
						1C 00 05 'other'       # Server Reference
						15 00 01 'M'           # Authentication Method
						16 00 00               # Authentication Data
						""",
						new Connack(false, ReasonCode.SUCCESS,
								Properties.builder()
									.add(Property.SESSION_EXPIRY_INTERVAL, 10L)
									.add(Property.RECEIVE_MAXIMUM, 20)
									.add(Property.MAXIMUM_QOS, 1)
									.add(Property.RETAIN_AVAILABLE, 0)
									.add(Property.MAXIMUM_PACKET_SIZE, 256L)
									.add(Property.ASSIGNED_CLIENT_IDENTIFIER, "auto")
									.add(Property.TOPIC_ALIAS_MAXIMUM, 5)
									.add(Property.REASON_STRING, "hi")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.add(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 0)
									.add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 1)
									.add(Property.SHARED_SUBSCRIPTION_AVAILABLE, 0)
									.add(Property.SERVER_KEEP_ALIVE, 60)
									.add(Property.RESPONSE_INFORMATION, "r")
									.add(Property.SERVER_REFERENCE, "other")
									.add(Property.AUTHENTICATION_METHOD, "M")
									.add(Property.AUTHENTICATION_DATA, bytes())
									.build())),
				sample("PUBLISH of QoS 0", """
						30        # PUBLISH
						06        # remaining length
						00 01 'a' # topic
						00        # property length
						00 07     # payload
						""", new Publish(0, false, MqttMessage.of("a", bytes(0, 7)), 0), 4, 5),
				sample("PUBLISH with a topic of all lengths of UTF-8", """
						32                                       # PUBLISH: QoS 1
						12                                       # remaining length
						00 0D EF BB BF 61 C3 A4 E2 82 AC F0 9F 98 80 # topic
						00 01                                    # packet identifier
						00                                       # property length
						""",
						new Publish(1, false,
								MqttMessage.empty("\uFEFFa\u00E4\u20AC\uD83D\uDE00").qos(QoS.AT_LEAST_ONCE), 0)),
				sample("PUBLISH with a topic alias only", """
						3A       # PUBLISH: DUP, QoS 1
						09       # remaining length
						00 00    # topic
						00 0A    # packet identifier
						03       # property length
						23 00 01 # Topic Alias
						2A       # payload
						""", new Publish(10, true,
						new MqttMessage("", bytes(42), QoS.AT_LEAST_ONCE, false, true, MessageProperties.NONE), 1), 8),
				sample("PUBLISH with everything", """
						35                     # PUBLISH: QoS 2, RETAIN
						3A                     # remaining length
						00 01 'a'              # topic
						00 02                  # packet identifier
						31                     # property length
						01 01                  # Payload Format Indicator
						02 FF FF FF FF         # Message Expiry Interval
						03 00 01 't'           # Content Type
						08 00 01 'r'           # Response Topic
						09 00 02 00 FF         # Correlation Data
						26 00 01 'k' 00 01 '2' # User Property
						26 00 01 'k' 00 01 '1' # User Property
						26 00 00 00 00         # User Property
						0B FF FF FF 7F         # Subscription Identifier
						0B 01                  # Subscription Identifier
						23 FF FF               # Topic Alias
						'xyz'                  # payload
						""", new Publish(2, false,
						new MqttMessage("a", bytes('x', 'y', 'z'), QoS.EXACTLY_ONCE, true, false,
								new MessageProperties(true, 0xFFFFFFFFL, "t", "r", bytes(0, 0xFF),
										List.of(new UserProperty("k", "2"), new UserProperty("k", "1"),
												new UserProperty("", "")),
										List.of(0xFFFFFFF, 1))),
						65535), 55, 56, 57),
				sample("PUBACK, short form", """
						40    # PUBACK
						02    # remaining length
						12 34 # packet identifier
						""", new Puback(0x1234)), sample("PUBACK with a reason code", """
						40    # PUBACK
						03    # remaining length
						00 01 # packet identifier
						87    # reason code
						""", new Puback(1, ReasonCode.NOT_AUTHORIZED, Properties.NONE), 2),
				sample("PUBACK with properties", """
						40                     # PUBACK
						10                     # remaining length
						00 01                  # packet identifier
						00                     # success
						0C                     # property length
						1F 00 02 'ok'          # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						""",
						new Puback(1, ReasonCode.SUCCESS,
								Properties.builder()
									.add(Property.REASON_STRING, "ok")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						2, 3),
				sample("PUBREC, short form", """
						50    # PUBREC
						02    # remaining length
						12 34 # packet identifier
						""", new Pubrec(0x1234)), sample("PUBREC with a reason code", """
						50    # PUBREC
						03    # remaining length
						00 01 # packet identifier
						87    # reason code
						""", new Pubrec(1, ReasonCode.NOT_AUTHORIZED, Properties.NONE), 2),
				sample("PUBREC with properties", """
						50                     # PUBREC
						10                     # remaining length
						00 01                  # packet identifier
						00                     # success
						0C                     # property length
						1F 00 02 'ok'          # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						""",
						new Pubrec(1, ReasonCode.SUCCESS,
								Properties.builder()
									.add(Property.REASON_STRING, "ok")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						2, 3),
				sample("PUBREL, short form", """
						62    # PUBREL
						02    # remaining length
						12 34 # packet identifier
						""", new Pubrel(0x1234)), sample("PUBREL with a reason code", """
						62    # PUBREL
						03    # remaining length
						00 01 # packet identifier
						92    # reason code
						""", new Pubrel(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE), 2),
				sample("PUBREL with properties", """
						62                     # PUBREL
						10                     # remaining length
						00 01                  # packet identifier
						00                     # success
						0C                     # property length
						1F 00 02 'ok'          # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						""",
						new Pubrel(1, ReasonCode.SUCCESS,
								Properties.builder()
									.add(Property.REASON_STRING, "ok")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						2, 3),
				sample("PUBCOMP, short form", """
						70    # PUBCOMP
						02    # remaining length
						12 34 # packet identifier
						""", new Pubcomp(0x1234)), sample("PUBCOMP with a reason code", """
						70    # PUBCOMP
						03    # remaining length
						00 01 # packet identifier
						92    # reason code
						""", new Pubcomp(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE), 2),
				sample("PUBCOMP with properties", """
						70                     # PUBCOMP
						10                     # remaining length
						00 01                  # packet identifier
						00                     # success
						0C                     # property length
						1F 00 02 'ok'          # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						""",
						new Pubcomp(1, ReasonCode.SUCCESS,
								Properties.builder()
									.add(Property.REASON_STRING, "ok")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						2, 3),
				sample("SUBSCRIBE, smallest", """
						82        # SUBSCRIBE
						07        # remaining length
						00 0A     # packet identifier
						00        # property length
						00 01 'a' # topic filter
						00        # QoS 0
						""",
						new Subscribe(10, List.of(new Subscribe.Request("a", SubscribeOptions.of(QoS.AT_MOST_ONCE))),
								Properties.NONE)),
				sample("SUBSCRIBE with everything", """
						82                     # SUBSCRIBE
						1E                     # remaining length
						FF FF                  # packet identifier
						0A                     # property length
						0B 80 01               # Subscription Identifier
						26 00 01 'k' 00 01 'v' # User Property
						00 01 'a'              # topic filter
						1E                     # Retain Handling 1, Retain As Published, No Local, QoS 2
						00 0A '$share/g/b'     # topic filter
						29                     # Retain Handling 2, Retain As Published, QoS 1
						""",
						new Subscribe(
								65535, List.of(
										new Subscribe.Request("a",
												new SubscribeOptions(QoS.EXACTLY_ONCE, true, true,
														RetainHandling.SEND_IF_NEW)),
										new Subscribe.Request("$share/g/b",
												new SubscribeOptions(QoS.AT_LEAST_ONCE, false, true,
														RetainHandling.DO_NOT_SEND))),
								Properties.builder()
									.add(Property.SUBSCRIPTION_IDENTIFIER, 128)
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						17),
				sample("SUBACK", """
						90                     # SUBACK
						10                     # remaining length
						00 0A                  # packet identifier
						0B                     # property length
						1F 00 01 'r'           # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						00 87                  # reason codes
						""",
						new Suback(10, List.of(ReasonCode.SUCCESS, ReasonCode.NOT_AUTHORIZED),
								Properties.builder()
									.add(Property.REASON_STRING, "r")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						15),
				sample("UNSUBSCRIBE", """
						A2                     # UNSUBSCRIBE
						0F                     # remaining length
						00 0B                  # packet identifier
						07                     # property length
						26 00 01 'k' 00 01 'v' # User Property
						00 03 'a/b'            # topic filter
						""",
						new Unsubscribe(11, List.of("a/b"),
								Properties.builder().add(Property.USER_PROPERTY, new UserProperty("k", "v")).build())),
				sample("UNSUBACK", """
						B0                     # UNSUBACK
						10                     # remaining length
						00 0B                  # packet identifier
						0B                     # property length
						1F 00 01 'r'           # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						00 11                  # reason codes
						""",
						new Unsuback(11, List.of(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED),
								Properties.builder()
									.add(Property.REASON_STRING, "r")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						15),
				sample("PINGREQ", """
						C0 # PINGREQ
						00 # remaining length
						""", Pingreq.INSTANCE), sample("PINGRESP", """
						D0 # PINGRESP
						00 # remaining length
						""", Pingresp.INSTANCE), sample("DISCONNECT, short form", """
						E0 # DISCONNECT
						00 # remaining length
						""", new Disconnect(ReasonCode.SUCCESS, Properties.NONE)),
				sample("DISCONNECT with a reason code", """
						E0 # DISCONNECT
						01 # remaining length
						04 # disconnect with will message
						""", new Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, Properties.NONE), 0),
				sample("DISCONNECT with everything", """
						E0                     # DISCONNECT
						1A                     # remaining length
						9D                     # server moved
						18                     # property length
						11 00 00 00 00         # Session Expiry Interval
						1F 00 01 'r'           # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						1C 00 05 'other'       # Server Reference
						""",
						new Disconnect(ReasonCode.SERVER_MOVED,
								Properties.builder()
									.add(Property.SESSION_EXPIRY_INTERVAL, 0L)
									.add(Property.REASON_STRING, "r")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.add(Property.SERVER_REFERENCE, "other")
									.build()),
						0, 1),
				sample("AUTH, short form", """
						F0 # AUTH
						00 # remaining length
						""", new Auth(ReasonCode.SUCCESS, Properties.NONE)),
				sample("AUTH", """
						F0                     # AUTH
						1A                     # remaining length
						18                     # continue authentication
						18                     # property length
						15 00 05 'SCRAM'       # Authentication Method
						16 00 02 CA FE         # Authentication Data
						1F 00 01 'r'           # Reason String
						26 00 01 'k' 00 01 'v' # User Property
						""",
						new Auth(ReasonCode.CONTINUE_AUTHENTICATION,
								Properties.builder()
									.add(Property.AUTHENTICATION_METHOD, "SCRAM")
									.add(Property.AUTHENTICATION_DATA, bytes(0xCA, 0xFE))
									.add(Property.REASON_STRING, "r")
									.add(Property.USER_PROPERTY, new UserProperty("k", "v"))
									.build()),
						0));
	}

	private static PacketSample sample(String name, String bytes, Packet packet, int... shorterLengths) {
		return new PacketSample(name, ProtocolVersion.MQTT_5, bytes, packet, shorterLengths);
	}

	private static byte[] bytes(int... values) {
		return AnnotatedBytes.of(values);
	}

}
