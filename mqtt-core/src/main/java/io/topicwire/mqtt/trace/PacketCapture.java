package io.topicwire.mqtt.trace;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes every packet into a pcapng file, which Wireshark opens with MQTT decoded. Each
 * connection appears as one over TCP to port 1883, whatever it really is; addresses and
 * ports are made up, and a comment at its beginning names client and server. The file is
 * complete after every packet.
 * <p>
 * A full file stays as it is: what is in it cannot be understood without its beginning,
 * where the CONNECT is. Further packets are counted. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PacketCapture implements PacketTap, AutoCloseable {

	private static final Logger logger = System.getLogger(PacketCapture.class.getName());

	private static final long DEFAULT_MAXIMUM_BYTES = 64L * 1024 * 1024;

	private static final int MAXIMUM_CONVERSATIONS = 1_024;

	private final String description;

	private final long maximumBytes;

	private final Redaction redaction;

	private final OutputStream output;

	private final Map<Long, CapturedConversation> conversations = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Long, CapturedConversation> eldest) {
			return size() > MAXIMUM_CONVERSATIONS;
		}

	};

	private long bytes;

	private long omitted;

	private boolean finished;

	/**
	 * Create a file of at most 64 MiB without payloads and secrets.
	 * @param file the file; one that exists is overwritten
	 * @throws IOException if the file cannot be written
	 */
	public PacketCapture(Path file) throws IOException {
		this(file, DEFAULT_MAXIMUM_BYTES, Redaction.PAYLOADS_AND_SECRETS);
	}

	/**
	 * Create a file.
	 * @param file the file; one that exists is overwritten
	 * @param maximumBytes how large the file gets in bytes, at least 1,024
	 * @param redaction what to replace by {@code x}; lengths stay as they are
	 * @throws IOException if the file cannot be written
	 * @throws IllegalArgumentException if the maximum is out of range
	 */
	public PacketCapture(Path file, long maximumBytes, Redaction redaction) throws IOException {
		// Not a channel, which an interrupt of any client's thread would close
		this(requireRoom(maximumBytes), redaction, new FileOutputStream(file.toFile()), "Packet capture " + file);
	}

	/**
	 * Write to a stream what would be in a file.
	 * @param output where to write; closed with this capture
	 * @param maximumBytes how much is written in bytes, at least 1,024
	 * @param redaction what to replace by {@code x}; lengths stay as they are
	 * @throws IOException if the stream cannot be written
	 * @throws IllegalArgumentException if the maximum is out of range
	 */
	public PacketCapture(OutputStream output, long maximumBytes, Redaction redaction) throws IOException {
		this(requireRoom(maximumBytes), redaction, output, "Packet capture");
	}

	private PacketCapture(long maximumBytes, Redaction redaction, OutputStream output, String description)
			throws IOException {
		this.description = description;
		this.maximumBytes = maximumBytes;
		this.redaction = redaction;
		this.output = output;
		try {
			write(PcapngBlocks.header());
		}
		catch (IOException ex) {
			this.output.close();
			throw ex;
		}
	}

	private static long requireRoom(long maximumBytes) {
		if (maximumBytes < 1024) {
			throw new IllegalArgumentException("Maximum bytes must be at least 1024 but was " + maximumBytes);
		}
		return maximumBytes;
	}

	@Override
	public synchronized void traced(TracedPacket packet) {
		if (this.finished) {
			this.omitted++;
			return;
		}
		byte[] blocks = {};
		boolean full = this.bytes + packet.size() > this.maximumBytes;
		if (!full) {
			blocks = conversation(packet.connection()).blocks(packet, this.redaction);
			full = this.bytes + blocks.length > this.maximumBytes;
		}
		if (full) {
			this.finished = true;
			this.omitted++;
			logger.log(Level.WARNING, this.description + " has reached its maximum size of " + this.maximumBytes
					+ " bytes; further packets are left out");
			return;
		}
		try {
			write(blocks);
		}
		catch (IOException ex) {
			this.finished = true;
			this.omitted++;
			throw new UncheckedIOException(this.description + " cannot be written any more", ex);
		}
	}

	@Override
	public synchronized void dropped(TracedConnection connection, long count) {
		this.omitted += count;
		conversation(connection).dropped(count);
	}

	private CapturedConversation conversation(TracedConnection connection) {
		return this.conversations.computeIfAbsent(connection.number(), CapturedConversation::new);
	}

	private void write(byte[] blocks) throws IOException {
		this.output.write(blocks);
		this.bytes += blocks.length;
	}

	/**
	 * Return how many packets are missing in the file: those after it was full, could not
	 * be written or was closed, and those that never got here because too many were
	 * waiting.
	 * @return how many since the file was created
	 */
	public synchronized long omitted() {
		return this.omitted;
	}

	/**
	 * Close the file. Close the clients first: what they trace afterwards is left out.
	 * @throws IOException if the file cannot be closed
	 */
	@Override
	public synchronized void close() throws IOException {
		this.finished = true;
		this.output.close();
	}

}
