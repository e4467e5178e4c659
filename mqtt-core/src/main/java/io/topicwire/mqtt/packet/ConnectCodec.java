package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.Utf8String;
import io.topicwire.mqtt.Will;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes CONNECT (MQTT 5.0 and 3.1.1, section 3.1).
 */
final class ConnectCodec {

	static final int WILL = 0b0000_0100;

	private static final String PROTOCOL_NAME = "MQTT";

	private static final int RESERVED = 0b0000_0001;

	private static final int CLEAN_START = 0b0000_0010;

	private static final int PASSWORD = 0b0100_0000;

	private static final int USERNAME = 0b1000_0000;

	private ConnectCodec() {
	}

	// The packet says itself in which version it is written
	static Connect read(ByteReader reader) {
		ProtocolVersion version = readVersion(reader);
		int flags = reader.oneByte("connect flags");
		if ((flags & RESERVED) != 0) {
			throw reader.malformed("connect flags", "must have 0 in the reserved bit");
		}
		if (version == ProtocolVersion.MQTT_3_1_1 && (flags & PASSWORD) != 0 && (flags & USERNAME) == 0) {
			throw reader.malformed("connect flags", "must not announce a password without a user name");
		}
		int keepAlive = reader.twoBytes("keep alive");
		Properties properties = (version == ProtocolVersion.MQTT_5) ? PropertiesCodec.read(reader) : Properties.NONE;
		String clientId = reader.string("client identifier");
		Will will = WillCodec.read(reader, flags, version);
		String username = ((flags & USERNAME) != 0) ? reader.string("user name") : null;
		byte[] password = ((flags & PASSWORD) != 0) ? reader.binary("password") : null;
		return new Connect(version, clientId, (flags & CLEAN_START) != 0, keepAlive, will, username, password,
				properties);
	}

	private static ProtocolVersion readVersion(ByteReader reader) {
		String name = reader.string("protocol name");
		int level = reader.oneByte("protocol version");
		for (ProtocolVersion version : ProtocolVersion.values()) {
			if (PROTOCOL_NAME.equals(name) && version.level() == level) {
				return version;
			}
		}
		throw reader.violation(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "protocol version",
				"must be 'MQTT' 4 or 5 but was %s %d".formatted(Utf8String.quote(name), level));
	}

	static void write(ByteWriter writer, Connect connect, ProtocolVersion version) {
		check(writer, connect, version);
		Will will = connect.will();
		String username = connect.username();
		byte[] password = connect.password();
		writer.string(PROTOCOL_NAME, "protocol name");
		writer.oneByte(version.level());
		writer.oneByte((connect.cleanStart() ? CLEAN_START : 0) | ((will != null) ? WillCodec.flags(will) : 0)
				| ((username != null) ? USERNAME : 0) | ((password != null) ? PASSWORD : 0));
		writer.twoBytes(connect.keepAlive(), "keep alive");
		if (version == ProtocolVersion.MQTT_5) {
			PropertiesCodec.write(writer, connect.properties(), PacketType.CONNECT);
		}
		writer.string(connect.clientId(), "client identifier");
		if (will != null) {
			WillCodec.write(writer, will, version);
		}
		writeCredentials(writer, username, password);
	}

	private static void writeCredentials(ByteWriter writer, @Nullable String username, byte @Nullable [] password) {
		if (username != null) {
			writer.string(username, "user name");
		}
		if (password != null) {
			writer.binary(password, "password");
		}
	}

	private static void check(ByteWriter writer, Connect connect, ProtocolVersion version) {
		if (connect.protocolVersion() != version) {
			throw writer.invalid("protocol version",
					"must be %s as that of the writer but was %s".formatted(version, connect.protocolVersion()));
		}
		if (version == ProtocolVersion.MQTT_3_1_1) {
			if (connect.password() != null && connect.username() == null) {
				throw writer.invalid("password", "needs a user name in MQTT 3.1.1");
			}
			if (connect.clientId().isEmpty() && !connect.cleanStart()) {
				throw writer.invalid("client identifier", "must not be empty in MQTT 3.1.1 unless a session is clean");
			}
		}
	}

}
