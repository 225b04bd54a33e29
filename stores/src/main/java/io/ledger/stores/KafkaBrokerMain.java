package io.ledger.stores;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/**
 * The program of a broker's process: formats the broker's storage where that was never done, then runs the broker.
 *
 * <p>One JVM for both saves the start of another. Kafka is reached by its names, because its jars are on the class path of
 * this process alone.
 */
final class KafkaBrokerMain {

    private KafkaBrokerMain() {}

    /**
     * Runs the broker until the process is told to stop.
     *
     * @param args the file of settings, and the id of the cluster
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        var settings = args[0];
        var format = new String[] {"format", "--ignore-formatted", "--cluster-id", args[1], "--config", settings};
        var result = Class.forName("kafka.tools.StorageTool")
                .getMethod("execute", String[].class, PrintStream.class)
                .invoke(null, format, System.out);
        if (!Integer.valueOf(0).equals(result)) {
            throw new IllegalStateException("The storage of the broker cannot be formatted; " + settings
                    + " says where it is. Check the free space and the permissions, or move it away.");
        }
        try {
            Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {settings});
        } catch (InvocationTargetException broken) {
            throw new IllegalStateException("The broker broke", broken.getCause());
        }
    }
}
